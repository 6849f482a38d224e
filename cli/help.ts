import { COMMANDS } from './command-table.js';
import { SELECTION_OPTIONS, type Command, type OptionSpecs } from './command.js';
import { GLOBAL_OPTIONS } from './global-options.js';
import { wrap } from './text.js';

/** `llrt-migrate --help`. */
export function generalHelp(): string {
  const rows = COMMANDS.map(({ name, summary }) => [name, summary] as const);
  return [
    'Migrates AWS Lambda APIs from lambda-api to Hono, route by route.',
    '',
    'Usage: llrt-migrate [COMMAND] [OPTIONS]',
    '',
    'Commands',
    ...columns(rows),
    '',
    'Selection, the same for every command',
    ...columns(optionRows(SELECTION_OPTIONS)),
    '',
    'Everywhere',
    ...columns(optionRows(GLOBAL_OPTIONS)),
    '',
    'Exit codes: 0 done or nothing to do; 1 the answer is no (differences, or part',
    'of what was asked for is blocked); 2 usage, configuration or refused; 130',
    'interrupted.',
    '',
  ].join('\n');
}

/** `llrt-migrate COMMAND --help`. */
export function commandHelp(command: Command): string {
  const selection = Object.keys(SELECTION_OPTIONS);
  const own = Object.fromEntries(
    Object.entries(command.options).filter(([name]) => !selection.includes(name)),
  );
  const selects = selection.every((name) => name in command.options);
  const usage = ['Usage: llrt-migrate', command.name, command.usage, '[OPTIONS]'];
  return [
    `${command.name}: ${command.summary}`,
    '',
    usage.filter((part) => part !== '').join(' '),
    ...command.details.flatMap((paragraph) => ['', ...wrap(paragraph, 80, '')]),
    ...section('Options', own),
    ...(selects ? section('Selection', SELECTION_OPTIONS) : []),
    ...section('Everywhere', GLOBAL_OPTIONS),
    '',
  ].join('\n');
}

function section(title: string, specs: OptionSpecs): string[] {
  const rows = optionRows(specs);
  return rows.length === 0 ? [] : ['', title, ...columns(rows)];
}

function optionRows(specs: OptionSpecs): (readonly [string, string])[] {
  return Object.entries(specs).map(([name, spec]) => {
    const short = spec.short ? `-${spec.short}, ` : '';
    return [`${short}--${name}${spec.value ? ` ${spec.value}` : ''}`, spec.help] as const;
  });
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(26, Math.max(...rows.map(([left]) => left.length)));
  return rows.flatMap(([left, right]) => {
    const [first = '', ...more] = wrap(right, 80 - width - 4, '');
    const indent = ' '.repeat(width + 4);
    const rest = more.map((line) => indent + line);
    return left.length > width
      ? [`  ${left}`, indent + first, ...rest]
      : [`  ${left.padEnd(width)}  ${first}`, ...rest];
  });
}
