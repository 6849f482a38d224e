import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { copySample } from './copy-sample.js';
import { DEMO_STEPS, type DemoStep } from './steps.js';

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
    const code = await run('git', args, app);
    if (code !== 0) return failed(options, `git ${args.join(' ')}`, code);
  }

  for (const step of DEMO_STEPS) {
    const shown = [step.program, ...step.args].map(quote).join(' ');
    options.print(step.say === undefined ? `$ ${shown}\n` : `\n# ${step.say}\n$ ${shown}\n`);
    const [program, args] = commandOf(step, options.cli);
    const code = await run(program, args, app);
    if (code !== 0) return failed(options, shown, code);
  }
  options.print(`\nThe migrated service is in ${app}\n${nextSteps(app, options.cli)}\n`);
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

function commandOf(step: DemoStep, cli: string): [program: string, args: readonly string[]] {
  if (step.program === 'git') return ['git', step.args];
  return [process.execPath, [cli, ...step.args]];
}

async function run(program: string, args: readonly string[], cwd: string): Promise<number> {
  const env = program === 'git' ? { ...process.env, ...GIT_ENV } : process.env;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal]: unknown[] = await once(child, 'close');
  if (signal === 'SIGINT') return 130;
  return typeof code === 'number' ? code : 1;
}

function failed({ print }: DemoOptions, command: string, code: number): number {
  print(`\nThe demo stops here: this command exited ${code}\n  ${command}\n`);
  return code;
}

function nextSteps(app: string, cli: string): string {
  const at = `cd ${quote(app)}`;
  return `Look further: ${at} && git diff HEAD~1; take it back: node ${quote(cli)} undo`;
}

function quote(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
