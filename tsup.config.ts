import { defineConfig, type Options } from 'tsup';

const shared: Options = {
  target: 'es2022',
  platform: 'node',
  splitting: true,
  // opencc-js ships one table twice, by condition; natural's main entry prints and loads database
  // drivers, so only the one file that is used is taken along.
  noExternal: ['opencc-js', /^natural/, /^@noble/, /^d3-/, 'internmap'],
};

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts', runtime: 'src/runtime.ts', zhipai: 'src/cli/zhipai.ts' },
    format: 'esm',
    dts: { entry: { index: 'src/index.ts', runtime: 'src/runtime.ts' } },
    clean: true,
  },
  {
    ...shared,
    entry: { index: 'src/index.ts', runtime: 'src/runtime.ts' },
    format: 'cjs',
    dts: { entry: { index: 'src/index.ts', runtime: 'src/runtime.ts' } },
  },
]);
