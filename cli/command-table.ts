import { Failure } from '../transforms/engine/failure.js';
import { didYouMean } from '../transforms/engine/near.js';
import { SELECTION_OPTIONS, type Command } from './command.js';
import { GLOBAL_OPTIONS } from './global-options.js';

/** A command and how to load it: `--help` and `--version` load none. */
export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command of this version, in the order of `--help`. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'status',
    summary: 'what is migrated, what remains, what is blocked and why (the default)',
    load: async () => (await import('./commands/status.js')).statusCommand,
  },
  {
    name: 'diff',
    summary: 'show what apply would change, as a patch',
    load: async () => (await import('./commands/diff.js')).diffCommand,
  },
  {
    name: 'apply',
    summary: 'write the changes',
    load: async () => (await import('./commands/apply.js')).applyCommand,
  },
  {
    name: 'undo',
    summary: 'take back the last apply, byte for byte',
    load: async () => (await import('./commands/undo.js')).undoCommand,
  },
  {
    name: 'verify',
    summary: 'replay Lambda events through the code before and after, and compare',
    load: async () => (await import('./commands/verify.js')).verifyCommand,
  },
  {
    name: 'check',
    summary: 'say whether the code is ready for LLRT, and what stands in the way',
    load: async () => (await import('./commands/check.js')).checkCommand,
  },
  {
    name: 'bench',
    summary: 'measure start, requests, bundle and memory of the code before and after',
    load: async () => (await import('./commands/bench.js')).benchCommand,
  },
  {
    name: 'compare',
    summary: 'send the same requests to two deployed endpoints, and compare the answers',
    load: async () => (await import('./commands/compare.js')).compareCommand,
  },
  {
    name: 'explain',
    summary: 'print the documentation of a finding',
    load: async () => (await import('./commands/explain.js')).explainCommand,
  },
];

/** Commands that the documentation announces and this version does not have. */
const PLANNED = ['review'];

/** What a call asks for, and its arguments without the name of the command. */
export interface FoundCommand {
  readonly name: CommandRow | 'help' | 'version';
  readonly rest: readonly string[];
}

/**
 * Finds the command in the arguments; options may stand before it. Without one it is `status`.
 *
 * @throws Failure `unknown-command`, `command-unavailable`
 */
export function findCommand(argv: readonly string[]): FoundCommand {
  const index = commandIndex(argv);
  const word = argv[index];
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  if (flags.includes('--version')) return { name: 'version', rest: [] };
  const rest = argv.filter((_, position) => position !== index);
  if (word === undefined)
    return flags.includes('--help') || flags.includes('-h')
      ? { name: 'help', rest }
      : { name: rowOf('status'), rest };
  return { name: rowOf(word), rest };
}

function rowOf(word: string): CommandRow {
  const row = COMMANDS.find(({ name }) => name === word);
  if (row) return row;
  const names = COMMANDS.map(({ name }) => name);
  if (PLANNED.includes(word))
    throw new Failure(
      'command-unavailable',
      `This version does not have the command "${word}" yet. It has: ${names.join(', ')}.`,
    );
  throw new Failure(
    'unknown-command',
    `There is no command "${word}".${didYouMean(word, names)} Commands: ${names.join(', ')}.`,
  );
}

/** Index of the first argument that is neither an option nor the value of one; -1 when there is none. */
function commandIndex(argv: readonly string[]): number {
  const specs = Object.entries({ ...GLOBAL_OPTIONS, ...SELECTION_OPTIONS });
  const takesValue = new Set(
    specs.flatMap(([name, spec]) =>
      spec.type === 'string' ? [`--${name}`, ...('short' in spec ? [`-${spec.short}`] : [])] : [],
    ),
  );
  for (let i = 0; i < argv.length; i += 1) {
    const argument = argv[i] ?? '';
    if (argument === '--') return -1;
    if (!argument.startsWith('-')) return i;
    if (takesValue.has(argument)) i += 1;
  }
  return -1;
}
