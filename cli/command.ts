import type { RegisteredTransform } from '../transforms/registry.js';

/** What the process exit code says. */
export const EXIT = {
  /** Done, or nothing to do. */
  done: 0,
  /** The answer is "no": differences, not ready, or part of what was asked for is blocked. */
  no: 1,
  /** Usage, configuration, refused, or an internal error. */
  refused: 2,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A place to write text to. */
export interface Sink {
  write(text: string): void;
}

/** Everything a command may know about the process around it. */
export interface Io {
  /** Data only. */
  readonly stdout: Sink;
  /** Talk and progress; say it through `talk` so that `--quiet` is honoured. */
  readonly stderr: Sink;
  readonly isTTY: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One option of a command. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** Name of the value in `--help`, for example `FILE`. */
  readonly value?: string;
  readonly help: string;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Values of the options that were given. */
export interface OptionValues {
  /** Whether a boolean option was given. */
  flag(name: string): boolean;
  /** Value of a string option (the last one when given more than once). */
  text(name: string): string | undefined;
  /** Values of a repeatable option, in the order given. */
  list(name: string): readonly string[];
}

/** Options that every command takes. */
export interface GlobalOptions {
  /** Absolute. */
  readonly cwd: string;
  /** Absolute path of `--config`, undefined when it was not given. */
  readonly config: string | undefined;
  readonly json: boolean;
  readonly color: { readonly stdout: boolean; readonly stderr: boolean };
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** What a command is run with. */
export interface CommandContext {
  readonly io: Io;
  readonly global: GlobalOptions;
  readonly options: OptionValues;
  readonly positionals: readonly string[];
  /** The transforms of this version; `openSession` loads them. */
  readonly registry: readonly RegisteredTransform[];
  /** Aborted at SIGINT; a command that started child processes or temporary folders cleans up then. */
  readonly signal: AbortSignal;
  /** One line for people on stderr; nothing under `--quiet`. The line feed is added. */
  talk(line: string): void;
}

/**
 * One command of the command line. Keep the module light: `--help` loads it, so load
 * what `run` needs with `import()` inside `run`.
 * A thrown `Failure` (transforms/engine/failure.ts) becomes a message and exit 2; the
 * caller turns it into `{ schemaVersion, error }` under `--json`.
 */
export interface Command {
  readonly name: string;
  /** One line for the command list. */
  readonly summary: string;
  /** Arguments after the name, for example `[PLAN]`. */
  readonly usage: string;
  /** Most positional arguments allowed. */
  readonly maxPositionals: number;
  /** Paragraphs for `llrt-migrate COMMAND --help`. */
  readonly details: readonly string[];
  /** Options besides the global ones; spread SELECTION_OPTIONS in where routes are selected. */
  readonly options: OptionSpecs;
  run(context: CommandContext): Promise<ExitCode>;
}

/** Options of the commands that make changes. */
export const CHANGE_OPTIONS = {
  'keep-node': {
    type: 'boolean',
    help: 'CDK: leave the function on Node.js and add one on LLRT beside it',
  },
  jwt: {
    type: 'string',
    value: 'hono',
    help: 'jose: use hono/jwt directly where it does the same, instead of a module of the package',
  },
  llrt: {
    type: 'string',
    value: 'VERSION',
    help: 'release of LLRT that the code is to run on; default: "llrt" of the configuration, else the newest known one',
  },
} as const satisfies OptionSpecs;

/** The options that select packages, routes, transforms and files, the same everywhere. */
export const SELECTION_OPTIONS = {
  package: {
    type: 'string',
    short: 'p',
    multiple: true,
    value: 'NAME_OR_DIR',
    help: 'only this package',
  },
  route: {
    type: 'string',
    short: 'r',
    multiple: true,
    value: "'METHOD /path'",
    help: 'only this route; * matches within',
  },
  transform: {
    type: 'string',
    short: 't',
    multiple: true,
    value: 'ID',
    help: 'only this transform',
  },
  file: { type: 'string', multiple: true, value: 'GLOB', help: 'only files that match' },
} as const satisfies OptionSpecs;
