/**
 * `npm start`, `npm test` and `npm run build`, each with all the set-up that it needs and no more:
 * what is installed and built already is not done again.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

function run(command, args, quiet = false) {
  const stdio = quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit';
  const { status, error } = spawnSync(command, args, { cwd: root, stdio, shell: false });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
const node = (args, quiet) => run(process.execPath, args, quiet);
const tool = (name) => join(root, 'node_modules', name);

/** Hash of every file below the given paths. */
function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (entry.name === 'generated') continue;
      const file = join(path, entry.name);
      if (entry.isDirectory()) add(file);
      else hash.update(file.slice(root.length)).update(readFileSync(file));
    }
  };
  for (const path of paths) {
    const full = join(root, path);
    if (path.includes('.')) hash.update(readFileSync(full));
    else add(full);
  }
  return hash.digest('hex');
}

/** Runs `make` unless its stamp says that it was run for this very state. */
function onceFor(stamp, state, isThere, make) {
  const file = join(root, stamp);
  if (isThere && existsSync(file) && readFileSync(file, 'utf8') === state) return;
  make();
  writeFileSync(file, state);
}

function install() {
  const state = hashOf(['package-lock.json']);
  const isThere = existsSync(join(root, 'node_modules'));
  onceFor('node_modules/.zhipai-installed', state, isThere, () => {
    process.stderr.write('安装依赖 / installing dependencies\n');
    run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], true);
  });
}

function build() {
  const state = hashOf([
    'src',
    'taxonomy',
    'rules',
    'package.json',
    'tsup.config.ts',
    'tsconfig.json',
  ]);
  const isThere = existsSync(join(root, 'dist', 'index.js'));
  onceFor('node_modules/.zhipai-built', state, isThere, () => {
    process.stderr.write('构建 / building\n');
    node([tool('tsx/dist/cli.mjs'), 'src/cli/build-data.ts']);
    node([tool('tsup/dist/cli-default.js'), '--silent']);
    node([tool('tsx/dist/cli.mjs'), 'src/cli/build-schemas.ts']);
  });
}

const [what, ...rest] = process.argv.slice(2);
install();
build();
if (what === 'start') {
  node([
    join(root, 'dist', 'zhipai.js'),
    'route',
    'fixtures/tickets.csv',
    '--pack',
    'example',
    '--summary',
  ]);
} else if (what === 'bench') {
  node([join(root, 'dist', 'zhipai.js'), 'bench', '--report', 'bench-report', ...rest]);
} else if (what === 'test') {
  node([tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']);
  node([tool('typescript/bin/tsc'), '-p', '.']);
  node([tool('publint/src/cli.js'), '--strict']);
  node(
    [
      tool('@arethetypeswrong/cli/dist/index.js'),
      '--pack',
      '.',
      '--profile',
      'node16',
      '--format',
      'ascii',
    ],
    true,
  );
  node([
    tool('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=node_modules/.zhipai-tests.json',
  ]);
}
