/**
 * Pictures of a report as a desk and a phone show it, by Debian's Chromium:
 * `npx tsx bench/screenshot.ts bench-report/report.html FOLDER`. Without Chromium it says so and does nothing.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [report = 'bench-report/report.html', folder = 'bench-report'] = process.argv.slice(2);
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
if (chromium === undefined) {
  console.error('跳过：没有 Chromium / skipped: no Chromium (apt-get install chromium)');
} else if (!existsSync(report)) {
  console.error(`没有 ${report}，先运行 npm run bench / no such report, run npm run bench first`);
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, size] of [
    ['desk', '1100,2600'],
    ['phone', '390,3000'],
  ] as const) {
    const picture = resolve(join(folder, `${name}.png`));
    const { status } = spawnSync(
      chromium,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--hide-scrollbars',
        `--window-size=${size}`,
        `--screenshot=${picture}`,
        pathToFileURL(resolve(report)).href,
      ],
      { stdio: 'ignore' },
    );
    console.log(status === 0 ? picture : `${name}: Chromium ended with ${status}`);
    if (status !== 0) process.exitCode = 1;
  }
}
