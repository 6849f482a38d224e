import { Failure } from '../transforms/engine/failure.js';
import { EXIT, type ExitCode, type Io } from './command.js';

/** How an error is shown. */
export interface ErrorOptions {
  readonly io: Io;
  readonly json: boolean;
  /** Show the stack of an unexpected error. */
  readonly verbose: boolean;
}

/**
 * Shows an error: a message on stderr, and under `--json` one document on stdout.
 * Anything but a `Failure` is a defect of the product and says so.
 */
export function reportError(error: unknown, { io, json, verbose }: ErrorOptions): ExitCode {
  const expected = error instanceof Failure;
  const text = error instanceof Error ? error.message : String(error);
  const message = expected
    ? text
    : `Internal error: ${text}. Nothing more was done. Please report it; --verbose shows where it happened.`;
  io.stderr.write(`llrt-migrate: ${message}\n`);
  if (!expected && verbose && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  if (json) {
    const details = expected
      ? { code: error.code, message, files: error.files }
      : { code: 'internal', message, files: [] };
    io.stdout.write(`${JSON.stringify({ schemaVersion: 1, error: details }, null, 2)}\n`);
  }
  return EXIT.refused;
}

/** Says nothing to people, who know that they interrupted; under `--json` one document. */
export function reportInterrupt(io: Io, json: boolean): ExitCode {
  const error = { code: 'interrupted', message: 'The call was interrupted.', files: [] };
  if (json) io.stdout.write(`${JSON.stringify({ schemaVersion: 1, error }, null, 2)}\n`);
  return EXIT.interrupted;
}
