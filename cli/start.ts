import type { RegisteredTransform } from '../transforms/registry.js';
import { EXIT } from './command.js';
import { run } from './run.js';

/** How long a command may clean up after the first interrupt, in milliseconds. */
const GRACE = 3000;

/**
 * Runs the command line in this process: its arguments, streams, signals and exit code.
 *
 * @param registry default: the transforms of this version
 */
export async function start(registry?: readonly RegisteredTransform[]): Promise<void> {
  endOnUnwritableStreams();
  process.exitCode = await run(process.argv.slice(2), {
    io: {
      stdout: process.stdout,
      stderr: process.stderr,
      isTTY: {
        stdin: Boolean(process.stdin.isTTY),
        stdout: Boolean(process.stdout.isTTY),
        stderr: Boolean(process.stderr.isTTY),
      },
      env: process.env,
    },
    cwd: process.cwd(),
    signal: interruptSignal(),
    ...(registry && { registry }),
  });
}

/** A command gets a moment to clean up; whoever interrupts twice does not want to wait. */
function interruptSignal(): AbortSignal {
  const stop = new AbortController();
  process.on('SIGINT', () => {
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort();
    setTimeout(() => process.exit(EXIT.interrupted), GRACE).unref();
  });
  return stop.signal;
}

/** A reader such as `head` that has seen enough is no error; a full disk is one. */
function endOnUnwritableStreams(): void {
  for (const [name, stream] of [
    ['stdout', process.stdout],
    ['stderr', process.stderr],
  ] as const) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.done);
      if (name === 'stdout')
        process.stderr.write(
          `llrt-migrate: stdout cannot be written (${error.message}), so the output is incomplete. Put that right and run the command again.\n`,
        );
      process.exit(EXIT.refused);
    });
  }
}
