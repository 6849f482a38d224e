import type { Sink } from '../command.js';

/** Writes the one document that `--json` prints. */
export function writeJson(stdout: Sink, document: object): void {
  stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
