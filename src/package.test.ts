/** The package as others get it: packed, unpacked beside its dependencies, then used every way. */

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot } from './cli/load.js';
import { ENGINE_VERSION } from './version.js';

const root = packageRoot();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let project: string;

function run(command: string, args: string[], cwd = project) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { status, out: stdout + stderr };
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'zhipai-package-'));
  const packed = run(
    'npm',
    ['pack', '--ignore-scripts', '--pack-destination', project, '--loglevel=error'],
    root,
  );
  expect(packed.status, packed.out).toBe(0);
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))!;
  expect(run('tar', ['xzf', tarball]).status).toBe(0);
  const modules = join(project, 'node_modules');
  mkdirSync(modules);
  cpSync(join(project, 'package'), join(modules, 'zhipai'), { recursive: true });
  // What an installer would fetch: the dependencies of package.json and theirs, no more.
  const wanted = Object.keys(manifest.dependencies);
  for (let i = 0; i < wanted.length; i++) {
    const name = wanted[i]!;
    const own = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    for (const next of Object.keys(own.dependencies ?? {}))
      if (!wanted.includes(next)) wanted.push(next);
    mkdirSync(join(modules, name, '..'), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  symlinkSync(join(root, 'node_modules', 'typescript'), join(modules, 'typescript'));
  writeFileSync(
    join(project, 'package.json'),
    '{ "name": "user", "private": true, "type": "module" }',
  );
});

const use = `const d = classifyAndRoute({ text: '小区停水三天了' }); console.log(d.matters[0].category.code.length);`;

test.each([
  ['import', 'a.mjs', `import { classifyAndRoute } from 'zhipai'; ${use}`],
  ['require', 'b.cjs', `const { classifyAndRoute } = require('zhipai'); ${use}`],
  ['import of the runtime', 'c.mjs', `import { classifyAndRoute } from 'zhipai/runtime'; ${use}`],
  [
    'require of the runtime',
    'd.cjs',
    `const { classifyAndRoute } = require('zhipai/runtime'); ${use}`,
  ],
])('works by %s', (_, name, code) => {
  writeFileSync(join(project, name), code);
  expect(run(process.execPath, [name])).toEqual({ status: 0, out: '6\n' });
});

test.each([
  ['node16', 'node16'],
  ['esnext', 'bundler'],
])('types resolve with module %s and moduleResolution %s', (module, moduleResolution) => {
  const code = `import { classifyAndRoute, type Decision } from 'zhipai';
import { createRouter } from 'zhipai/runtime';
const d: Decision = classifyAndRoute({ text: 'a' });
const unit: string | undefined = d.matters[0]?.route.lead.unit?.name;
createRouter().classifyAndRoute({ text: unit ?? '' });
// @ts-expect-error text is required
classifyAndRoute({ title: '路灯不亮' });
`;
  writeFileSync(join(project, 'use.ts'), code);
  const compilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: 'es2022',
    module,
    moduleResolution,
    types: [],
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['use.ts'] }),
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  expect(run(process.execPath, [tsc, '-p', '.'])).toEqual({ status: 0, out: '' });
});

test('the runtime bundles for a browser without zod, json-rules-engine or anything of Node', async () => {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: `import { classifyAndRoute } from 'zhipai/runtime'; globalThis.d = classifyAndRoute;`,
      resolveDir: project,
    },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    minify: true,
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs).join('\n');
  expect(inputs).not.toMatch(/node_modules\/(zod|json-rules-engine|fast-csv)\//);
  expect(outputFiles[0]!.text).not.toMatch(/from"node:|require\("node:/);
});

test('the command runs, and its version is the package’s', () => {
  const bin = join(project, 'node_modules', 'zhipai', manifest.bin.zhipai);
  expect(run(process.execPath, [bin, '--version']).out).toContain(manifest.version);
  expect(ENGINE_VERSION).toBe(manifest.version);
  expect(run(process.execPath, [bin, 'explain', '路灯不亮', '--pack', 'example']).status).toBe(0);
  expect(run(process.execPath, [bin, 'taxonomy', 'show', '01']).status).toBe(0);
});

test('the package holds data and schemas, and no source or test', () => {
  const names = readdirSync(join(project, 'package'));
  for (const name of [
    'dist',
    'taxonomy',
    'rules',
    'fixtures',
    'README.md',
    'README.zh-CN.md',
    'LICENSE',
  ])
    expect(names).toContain(name);
  for (const name of ['src', 'bench', '.ci']) expect(names).not.toContain(name);
  expect(readdirSync(join(project, 'package', 'dist', 'schemas'))).toContain(
    'rule-file.schema.json',
  );
});
