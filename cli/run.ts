import { REGISTRY, type RegisteredTransform } from '../transforms/registry.js';
import { parseArguments, wantsJson } from './arguments.js';
import { colorOf } from './color.js';
import { EXIT, type Command, type CommandContext, type ExitCode, type Io } from './command.js';
import { findCommand } from './command-table.js';
import { reportError, reportInterrupt } from './report-error.js';

/** The process around one call of the command line. */
export interface Surroundings {
  readonly io: Io;
  /** Absolute. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Default: the transforms of this version. */
  readonly registry?: readonly RegisteredTransform[];
}

/**
 * Runs one call of the command line. Never throws: errors become a message and an exit code.
 *
 * @param argv the arguments after the name of the program
 * @example process.exitCode = await run(['status', '--json'], surroundings)
 */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { io, signal } = surroundings;
  try {
    const { name, rest } = findCommand(argv);
    if (name === 'version') return await printVersion(io, wantsJson(argv));
    if (name === 'help') return await printHelp(io, undefined, wantsJson(argv));
    const command = await name.load();
    const parsed = parseArguments(rest, command, surroundings.cwd);
    if (parsed.help) return await printHelp(io, command, parsed.global.json);
    const context = makeContext(parsed, surroundings);
    const code = await command.run(context);
    return signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    if (signal.aborted) return reportInterrupt(io, wantsJson(argv));
    return reportError(error, {
      io,
      json: wantsJson(argv),
      verbose: argv.includes('--verbose'),
    });
  }
}

function makeContext(
  parsed: ReturnType<typeof parseArguments>,
  { io, signal, registry = REGISTRY }: Surroundings,
): CommandContext {
  const { global, options, positionals } = parsed;
  const color = { stdout: false, stderr: false };
  for (const stream of ['stdout', 'stderr'] as const)
    color[stream] = colorOf(io.env, io.isTTY[stream], parsed.noColor);
  return {
    io,
    global: { ...global, color },
    options,
    positionals,
    registry,
    signal,
    talk: (line) => {
      if (!global.quiet) io.stderr.write(`${line}\n`);
    },
  };
}

async function printVersion(io: Io, json: boolean): Promise<ExitCode> {
  const { productVersion } = await import('./package-root.js');
  const version = productVersion();
  io.stdout.write(json ? documentOf({ version }) : `${version}\n`);
  return EXIT.done;
}

async function printHelp(io: Io, command: Command | undefined, json: boolean): Promise<ExitCode> {
  const { commandHelp, generalHelp } = await import('./help.js');
  const help = command ? commandHelp(command) : generalHelp();
  io.stdout.write(json ? documentOf({ help }) : help);
  return EXIT.done;
}

function documentOf(values: Readonly<Record<string, string>>): string {
  return `${JSON.stringify({ schemaVersion: 1, ...values }, null, 2)}\n`;
}
