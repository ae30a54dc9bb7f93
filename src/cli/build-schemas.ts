/** Run by `npm run build`: writes the JSON Schemas into the package. */

import { join } from 'node:path';
import { packageRoot } from './load.js';
import { rulesSchema } from './rules.js';

rulesSchema(undefined, join(packageRoot(), 'dist', 'schemas'));
