import { fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A setup module that runs in a process of Node.js of its own. */
export interface RunningSetup {
  /** The variables of the environment that it set. */
  readonly env: Readonly<Record<string, string>>;
  stop(): void;
}

/**
 * Runs a setup module beside LLRT, which cannot load it: what it starts, such as a local DynamoDB,
 * stays up, and the environment that it sets is handed on.
 *
 * @param setup absolute path of a module that Node.js can load
 * @throws Error when it fails
 */
export async function runSetup(
  setup: string,
  env: Readonly<Record<string, string>>,
): Promise<RunningSetup> {
  const script = join(dirname(setup), '.llrt-migrate-setup.mjs');
  writeFileSync(
    script,
    `const before = { ...process.env };
const { default: main } = await import(${JSON.stringify(pathToFileURL(setup).href)});
await (typeof main === 'function' ? main() : main);
const set = Object.entries(process.env).filter(([name, value]) => before[name] !== value);
process.send(Object.fromEntries(set));
process.on('disconnect', () => process.exit(0));
`,
  );
  const child = fork(script, [], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let told = '';
  child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')));
  return { env: await firstMessage(child, () => told), stop: () => void child.kill('SIGKILL') };
}

function firstMessage(child: ChildProcess, told: () => string): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    child.once('message', (set: Record<string, string>) => resolve(set));
    child.once('close', (code) =>
      reject(new Error(`the setup module ended (exit code ${code}) ${told().slice(-500)}`.trim())),
    );
  });
}
