import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The built command line as users run it. */
export const MAIN = join(ROOT, 'dist/bundle/main.js');

/** What a finished process left. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to start the command line. */
export interface StartOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A module that Node loads first. */
  readonly preload?: string;
  /** Default: `MAIN`. */
  readonly script?: string;
}

/** Runs the command line as a process of its own and waits for it. */
export function runCli(args: readonly string[], options: StartOptions): Promise<Finished> {
  const preload = options.preload ? ['--import', pathToFileURL(options.preload).href] : [];
  const child = spawn(process.execPath, [...preload, options.script ?? MAIN, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
}

/**
 * Writes a script that is the built command line with the word transform in place of the
 * real ones, into a temporary folder that `remove` deletes.
 */
export function makeWordCli(): { readonly script: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'llrt-migrate-cli-'));
  const source = readFileSync(join(ROOT, 'transforms/testing/word-transform.ts'), 'utf8');
  const transform = transformSync(source, { loader: 'ts', format: 'esm' }).code;
  const start = pathToFileURL(join(ROOT, 'dist/cli/start.js')).href;
  const script = join(folder, 'cli.mjs');
  writeFileSync(
    script,
    `import { start } from '${start}';
${transform}
await start([{ id: 'lambda-api-to-hono', load: async () => wordTransform }]);
`,
  );
  return { script, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Whether the machine can give a process a terminal (util-linux `script`). */
export function hasTerminal(): boolean {
  return spawnSync('script', ['--version']).status === 0;
}

/** Keys to type once the output has a text. */
export type Typed = readonly [seen: string, keys: string];

/** Runs the command line in a terminal of 100 columns, typing keys as the questions come. */
export function runInTerminal(
  args: readonly string[],
  options: StartOptions & { readonly typed: readonly Typed[] },
): Promise<Finished> {
  const quoted = [process.execPath, options.script ?? MAIN, ...args].map(
    (part) => `'${part.replaceAll("'", `'\\''`)}'`,
  );
  const command = `stty cols 100 rows 50; ${quoted.join(' ')}`;
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], TERM: 'xterm', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: 15_000,
  });
  const waiting = [...options.typed];
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const [next] = waiting;
    if (!next || !stdout.includes(next[0])) return;
    waiting.shift();
    // The question is on the screen a moment before its keys are listened to.
    setTimeout(() => child.stdin.write(next[1]), 100);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr: '' }));
  });
}
