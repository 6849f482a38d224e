/**
 * Something the person at the keyboard has to put right: a wrong option, a missing
 * file, a refused write. The command line prints the message and exits with 2.
 */
export class Failure extends Error {
  /** Stable identifier for scripts, for example `unknown-route`. */
  readonly code: string;
  /** The files the failure is about, relative to the workspace root. */
  readonly files: readonly string[];

  /**
   * @param code stable identifier in kebab case
   * @param message what was found, why it matters, what to do
   * @param files relative to the workspace root
   */
  constructor(code: string, message: string, files: readonly string[] = []) {
    super(message);
    this.name = 'Failure';
    this.code = code;
    this.files = files;
  }
}
