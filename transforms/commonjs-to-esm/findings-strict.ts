import type { CatalogueEntry } from '../engine/catalogue.js';

/** Why something cannot be converted. */
export const NO_COUNTERPART = 'an ES module has no counterpart for it';

const SLOPPY =
  'ES modules are always strict, and strict code does not allow it or gives it another meaning';

/** What to do by hand with code that has to stay CommonJS. */
export const MOVE =
  'Rewrite this place by hand, or name the file `.cjs` and import it: then it stays as it is.';

/** Code that strict mode, which ES modules are always in, does not allow or gives another meaning. */
export const strictFindings = [
  {
    code: 'top-level-return',
    severity: 'error',
    title: '`return` stands outside of a function',
    why: NO_COUNTERPART,
    remedy: 'Put the rest of the file into an `if`, or the whole of it into a function.',
  },
  {
    code: 'top-level-arguments',
    severity: 'error',
    title: '`arguments` is used outside of a function',
    why: NO_COUNTERPART,
    remedy: MOVE,
  },
  {
    code: 'direct-eval',
    severity: 'error',
    title: '`eval` is called',
    why: 'what it runs may use `require` and `exports`, and would run in strict mode',
    remedy: MOVE,
  },
  {
    code: 'with-statement',
    severity: 'error',
    title: '`with` is used',
    why: SLOPPY,
    remedy: 'Name the object at each use.',
  },
  {
    code: 'octal',
    severity: 'error',
    title: 'An octal number or escape is written with a leading zero',
    why: SLOPPY,
    remedy: 'Write `0o644` and `\\x41` instead.',
  },
  {
    code: 'delete-name',
    severity: 'error',
    title: 'A variable is deleted',
    why: SLOPPY,
    remedy: 'Set it to `undefined`, or make it a property.',
  },
  {
    code: 'html-comment',
    severity: 'error',
    title: 'A comment begins with `<!--`',
    why: SLOPPY,
    remedy: 'Write `//`.',
  },
  {
    code: 'reserved-name',
    severity: 'error',
    title: '`{name}` is used as a name',
    why: SLOPPY,
    remedy: 'Give it another name.',
  },
  {
    code: 'duplicate-parameter',
    severity: 'error',
    title: 'Two parameters have the name `{name}`',
    why: SLOPPY,
    remedy: 'Rename the first: nothing can read it.',
  },
  {
    code: 'declared-twice',
    severity: 'error',
    title: '`{name}` is declared twice',
    why: SLOPPY,
    remedy: 'Keep the last declaration, which is the one that counts.',
  },
  {
    code: 'block-function',
    severity: 'error',
    title: 'The function `{name}` is declared in a block and used outside of it',
    why: SLOPPY,
    remedy: 'Declare it outside of the block.',
  },
  {
    code: 'function-name-assigned',
    severity: 'error',
    title: 'The name `{name}` of a function is assigned in it',
    why: SLOPPY,
    remedy: 'Delete the assignment: it does nothing now, and would throw.',
  },
  {
    code: 'silent-write',
    severity: 'error',
    title: 'A write to `{name}` does nothing',
    why: 'what is frozen or read-only is left as it is by sloppy code without a word; strict code throws a TypeError',
    remedy: 'Delete the write: it has no effect.',
  },
  {
    code: 'arguments-callee',
    severity: 'error',
    title: '`arguments.callee` or `arguments.caller` is used',
    why: SLOPPY,
    remedy: 'Give the function a name and use that.',
  },
  {
    code: 'arguments-alias',
    severity: 'error',
    title: 'A parameter and `arguments` are both used, and one of them is changed',
    why: 'in sloppy code they change together, in strict code they do not',
    remedy: 'Use one of them.',
  },
  {
    code: 'sloppy-this',
    severity: 'error',
    title: '`this` may be the global object here',
    why: 'in strict code it is undefined where a function is called without an object',
    remedy:
      'Write `globalThis` where the global object is meant, else pass the object as a parameter.',
  },
] as const satisfies readonly CatalogueEntry[];
