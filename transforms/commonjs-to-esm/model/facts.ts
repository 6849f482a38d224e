import type { Bindings } from '../../engine/syntax/bindings.js';
import type { ParsedFile } from '../../engine/syntax/parse.js';
import type { ts } from '../../engine/syntax/typescript.js';
import type { CommonJsCode } from '../findings.js';

/** Something in a file that ES modules cannot have, or that cannot be proven to stay the same. */
export interface Problem {
  readonly code: CommonJsCode;
  readonly node: ts.Node;
  readonly details?: Readonly<Record<string, string>>;
}

/** One `require('x')`, or the `require('x')` of `import y = require('x')`. */
export interface RequireSite {
  readonly node: ts.CallExpression | ts.ExternalModuleReference;
  readonly specifier: string;
  /**
   * When it runs: `always` once, when the module loads; `load` while the module loads, but
   * perhaps not or more than once; `later` in a function.
   */
  readonly when: 'always' | 'load' | 'later';
}

/** What stands for the exports object. */
export type ExportsBase = 'exports' | 'module.exports' | 'this';

/** One place where a file uses its exports object. */
export interface ExportsRef {
  readonly base: ExportsBase;
  /** `exports`, `module.exports` or `this`. */
  readonly node: ts.Expression;
  /**
   * `write`: `exports.name = …`; `read`: `exports.name`; `update`: `exports.name += …`;
   * `replace`: `module.exports = …` or `exports = …`; `mark`: the `__esModule` definition;
   * `value`: anything else, such as passing it on.
   */
  readonly use: 'write' | 'read' | 'update' | 'replace' | 'mark' | 'value';
  readonly name?: string;
  readonly isLater: boolean;
}

/** `a = b = value`: one assignment to several targets, at least one of them an export. */
export interface Chain {
  readonly outer: ts.BinaryExpression;
  readonly targets: readonly ts.Expression[];
  readonly value: ts.Expression;
  /** The statement that is this chain and nothing else, at top level. */
  readonly statement?: ts.ExpressionStatement;
  /** The variable declaration at top level that it initializes. */
  readonly declaration?: ts.VariableDeclaration;
}

/** One source file and what it has to do with CommonJS. */
export interface ModuleFile {
  readonly path: string;
  readonly file: ParsedFile;
  readonly bindings: Bindings;
  readonly format: 'cjs' | 'esm';
  /** Whether it says `'use strict'` at its top, or is strict anyway. */
  readonly isStrict: boolean;
  readonly requires: readonly RequireSite[];
  readonly exportRefs: readonly ExportsRef[];
  readonly chains: readonly Chain[];
  /** The statement that marks the exports with `__esModule`. */
  readonly mark?: ts.ExpressionStatement;
  /** `export = value` of TypeScript. */
  readonly exportEquals?: ts.ExportAssignment;
  readonly paths: readonly ts.Identifier[];
  /** `require.main === module` and `!module.parent`. */
  readonly mainChecks: readonly ts.Expression[];
  readonly dynamicImports: readonly ts.CallExpression[];
  /** Assignments that create a global in sloppy mode. */
  readonly globalWrites: readonly ts.Identifier[];
  readonly problems: readonly Problem[];
}
