#!/usr/bin/env node
import { EXIT } from './command.js';
import { run } from './run.js';

const stop = new AbortController();

process.on('SIGINT', () => {
  // A command gets a moment to clean up; whoever asks twice does not want to wait.
  if (stop.signal.aborted) process.exit(EXIT.interrupted);
  stop.abort();
  setTimeout(() => process.exit(EXIT.interrupted), 3000).unref();
});

// A reader such as `head` that has seen enough ends the process quietly.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode ?? EXIT.done);
  });
}

process.exitCode = await run(process.argv.slice(2), {
  io: {
    stdout: process.stdout,
    stderr: process.stderr,
    isTTY: {
      stdin: process.stdin.isTTY === true,
      stdout: process.stdout.isTTY === true,
      stderr: process.stderr.isTTY === true,
    },
    env: process.env,
  },
  cwd: process.cwd(),
  signal: stop.signal,
});
