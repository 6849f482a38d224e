import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { copySample } from './copy-sample.js';
import { DEMO_STEPS } from './steps.js';

/** What the demo is run with. All paths are absolute. */
export interface DemoOptions {
  /** Folder of the sample service. */
  readonly sample: string;
  /** `node_modules` folder that the copy links to. */
  readonly modules: string;
  /** Compiled entry of the command line. */
  readonly cli: string;
  /** Existing folder; the copy is made inside it. */
  readonly parent: string;
  /** Where text of the demo itself goes; commands write to this process's stdout and stderr. */
  print(text: string): void;
}

/**
 * Copies the sample service, puts it under git and runs each step of the demo as a
 * child process, printing the command first. Stops at the first that fails.
 *
 * @returns the exit code for the process: 0, or that of the failed step
 * @throws when the sample cannot be copied or a program cannot be started
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const app = join(options.parent, 'console-access');
  await copySample(options.sample, app, options.modules);
  for (const args of FIRST_COMMIT) {
    const code = await run('git', args, app, GIT_ENV);
    if (code !== 0) return failed(options, ['git', ...args], code);
  }

  for (const { say, args } of DEMO_STEPS) {
    options.print(`\n# ${say}\n$ ${shown(['llrt-migrate', ...args])}\n`);
    const code = await run(process.execPath, [options.cli, ...args], app);
    if (code !== 0) return failed(options, ['llrt-migrate', ...args], code);
  }
  const undo = shown(['node', options.cli, 'undo']);
  options.print(`\nThe migrated service is in ${app}\n`);
  options.print(`Look further: ${shown(['cd', app])} && git diff; take it back: ${undo}\n`);
  return 0;
}

/** Lets git commit on a machine where nobody has set it up, and keeps hooks and signing out. */
const GIT_ENV = {
  GIT_AUTHOR_NAME: 'llrt-migrate demo',
  GIT_AUTHOR_EMAIL: 'demo@example.com',
  GIT_COMMITTER_NAME: 'llrt-migrate demo',
  GIT_COMMITTER_EMAIL: 'demo@example.com',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
};

const FIRST_COMMIT = [
  ['init', '--quiet', '--initial-branch', 'main'],
  ['add', '--all'],
  ['commit', '--quiet', '--message', 'The service on lambda-api'],
];

async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  extraEnv: Readonly<Record<string, string>> = {},
): Promise<number> {
  const env = { ...process.env, ...extraEnv };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal]: unknown[] = await once(child, 'close');
  if (signal === 'SIGINT') return 130;
  return typeof code === 'number' ? code : 1;
}

function failed({ print }: DemoOptions, command: readonly string[], code: number): number {
  print(`\nThe demo stops here: this command exited ${code}\n  ${shown(command)}\n`);
  return code;
}

/** A command as one would type it. */
function shown(command: readonly string[]): string {
  return command.map(quote).join(' ');
}

function quote(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
