import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../transforms/engine/failure.js';
import { didYouMean } from '../transforms/engine/near.js';
import type { Command, GlobalOptions, OptionSpecs, OptionValues } from './command.js';
import { GLOBAL_OPTIONS } from './global-options.js';

/** The arguments of a command, read. */
export interface ParsedArguments {
  readonly global: Omit<GlobalOptions, 'color'>;
  readonly noColor: boolean;
  readonly help: boolean;
  readonly options: OptionValues;
  readonly positionals: readonly string[];
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/**
 * Reads the arguments after the name of the command.
 *
 * @param cwd absolute, what `--cwd` is relative to
 * @throws Failure `usage`
 */
export function parseArguments(
  args: readonly string[],
  command: Command,
  cwd: string,
): ParsedArguments {
  const specs: OptionSpecs = { ...GLOBAL_OPTIONS, ...command.options };
  const { values, positionals } = parseStrictly(args, specs, command.name);
  if (positionals.length > command.maxPositionals)
    throw usage(
      `"${positionals[command.maxPositionals]}" is one argument too many.`,
      `llrt-migrate ${command.name} ${command.usage}`.trim(),
    );
  const options = optionValues(values);
  const folder = resolve(cwd, options.text('cwd') ?? '.');
  const config = options.text('config');
  if (options.flag('quiet') && options.flag('verbose'))
    throw usage('--quiet and --verbose exclude each other.', 'Give one of them.');
  return {
    global: {
      cwd: folder,
      config: config === undefined ? undefined : resolve(cwd, config),
      json: options.flag('json'),
      quiet: options.flag('quiet'),
      verbose: options.flag('verbose'),
    },
    noColor: options.flag('no-color'),
    help: options.flag('help'),
    options,
    positionals,
  };
}

/** Whether `--json` was given, also in arguments that cannot be read otherwise. */
export function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  return options.some((option) => option === '--json' || option.startsWith('--json='));
}

function parseStrictly(
  args: readonly string[],
  specs: OptionSpecs,
  command: string,
): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      {
        type: spec.type,
        ...(spec.short && { short: spec.short }),
        multiple: spec.multiple ?? false,
      },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw explain(error, specs, command);
  }
}

/** Says what parseArgs found in the words of the other messages. */
function explain(error: unknown, specs: OptionSpecs, command: string): unknown {
  if (!(error instanceof TypeError) || !('code' in error)) return error;
  const name = /'(-[^'\s,]+)/.exec(error.message)?.[1] ?? '';
  const see = `\`llrt-migrate ${command} --help\` lists the options.`;
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const names = Object.entries(specs).flatMap(([long, { short }]) =>
      short ? [`--${long}`, `-${short}`] : [`--${long}`],
    );
    const near = didYouMean(
      name,
      names.filter((other) => other.length > 2),
    );
    return usage(`${command} has no option ${name}.${near}`, see);
  }
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    const long = /--([\w-]+)/.exec(error.message)?.[1] ?? '';
    const value = specs[long]?.value;
    return value === undefined
      ? usage(`--${long} takes no value.`, see)
      : usage(
          `--${long} needs a value, ${value}.`,
          `A value that begins with a dash is written --${long}=VALUE.`,
        );
  }
  return error;
}

function usage(found: string, remedy: string): Failure {
  return new Failure('usage', `${found} ${remedy}`);
}

function optionValues(values: Values): OptionValues {
  return {
    flag: (name) => values[name] === true,
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    list: (name) => {
      const value = values[name];
      const items = Array.isArray(value) ? value : [value];
      return items.filter((item) => typeof item === 'string');
    },
  };
}
