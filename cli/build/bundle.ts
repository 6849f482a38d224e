import { chmodSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { packageRoot } from '../package-root.js';

// A step of `npm run build`, run from the compiled output: a command loads hundreds of modules,
// and finding and opening each of them took as long as parsing fifty files. What a command does
// not need stays a file of its own, loaded when it is needed.
const dist = join(packageRoot(), 'dist');
const target = join(dist, 'bundle');
const unfinished = `${target}.${process.pid}`;

/** Modules that look for files beside them find them where they were: their own address is written in. */
const ownAddress: Plugin = {
  name: 'own-address',
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const from = JSON.stringify(relative(target, path).split(sep).join('/'));
      return {
        contents: `const { url: bundleUrl } = import.meta;\nconst moduleUrl = new URL(${from}, bundleUrl).href;\n${text}`,
      };
    });
  },
};

await build({
  entryPoints: [join(dist, 'cli/main.js')],
  outdir: unfinished,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  define: { 'import.meta.url': 'moduleUrl' },
  plugins: [ownAddress],
  logLevel: 'warning',
});
chmodSync(join(unfinished, 'main.js'), 0o755);
rmSync(target, { recursive: true, force: true });
renameSync(unfinished, target);
