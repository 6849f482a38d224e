import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { usedNames } from '../../transforms/engine/syntax/parser/used-names.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Tests start the command line as a real process. Brings `dist` up to date with the sources
 * first, file by file and without types, which takes a fraction of a second.
 */
export default async function setup(): Promise<void> {
  const sources = [...(await list('cli')), ...(await list('transforms'))];
  const refreshed = await Promise.all(sources.map(refresh));
  cpSync(join(ROOT, 'cli/schema'), join(ROOT, 'dist/cli/schema'), { recursive: true });
  if (refreshed.includes(true) || !existsSync(join(ROOT, 'dist/bundle')))
    runStep('cli/build/bundle.js');
  refreshParser();
  for (const folder of EMITTED_MODULES) refreshEmitted(folder);
}

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true });
  return entries
    .filter((path) => /(?<!\.test|\.d)\.ts$/.test(path))
    .map((path) => join(folder, path))
    .filter((path) => !path.includes('/testing/'));
}

/** @returns whether the built file was older than its source */
async function refresh(path: string): Promise<boolean> {
  const target = join(ROOT, 'dist', path.replace(/\.ts$/, '.js'));
  const built = statSync(target, { throwIfNoEntry: false });
  const { atime, mtime, mtimeMs } = statSync(join(ROOT, path));
  if (built && built.mtimeMs >= Math.floor(mtimeMs)) return false;
  const { code } = await transform(await readFile(join(ROOT, path), 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'es2022',
    sourcefile: path,
    // `import x = require()` needs a `require`, which the compiler makes in the same way.
    banner: (await readFile(join(ROOT, path), 'utf8')).includes('= require(')
      ? "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);"
      : '',
  });
  mkdirSync(dirname(target), { recursive: true });
  // Written beside and renamed: another test run may be reading the file just now. It gets the
  // time of the source that was read, so that an edit during this run makes it stale again.
  const temporary = `${target}.${process.pid}.tmp`;
  await writeFile(temporary, code);
  utimesSync(temporary, atime, mtime);
  renameSync(temporary, target);
  return true;
}

/** The parser has the members of the compiler that the code mentioned when it was built. */
function refreshParser(): void {
  const built = join(ROOT, 'dist/transforms/engine/syntax/parser/parser.cjs');
  const known = existsSync(built) ? readFileSync(built, 'utf8').split('\n').at(-2) : undefined;
  const modules = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' });
  const names = modules
    .filter((path) => path.endsWith('.js'))
    .flatMap((path) => usedNames(readFileSync(join(ROOT, 'dist', path), 'utf8')));
  if (known?.includes(` ${[...new Set(names)].toSorted().join(', ')} `)) return;
  runStep('transforms/engine/syntax/parser/build.js');
}

/** Modules that are written into packages are files that build steps of their own write. */
const EMITTED_MODULES = [
  'transforms/lambda-api-to-hono/compat',
  'transforms/jose-to-web-crypto/module',
  'transforms/jose-to-web-crypto/jsonwebtoken/module',
];

function refreshEmitted(folder: string): void {
  const built = join(ROOT, 'dist', folder, 'declarations.json');
  const sources = readdirSync(join(ROOT, folder, 'source'), { recursive: true, encoding: 'utf8' });
  const newest = Math.max(
    ...sources
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => statSync(join(ROOT, folder, 'source', file)).mtimeMs),
  );
  if ((statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0) > newest) return;
  runStep(`${folder}/build.js`);
}

function runStep(path: string): void {
  const step = join(ROOT, 'dist', path);
  const result = spawnSync(process.execPath, [step], { cwd: ROOT, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`The build step ${path} failed: ${result.stderr}`);
}
