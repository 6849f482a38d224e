import type { ts } from '../../engine/syntax/typescript.js';
import type { Secret } from './secret.js';

/** A use of jose of which `hono/jwt` does the same. */
export interface Replacement {
  /** What it calls of jose: the identifier that the file imports. */
  readonly use: ts.Identifier;
  readonly name: 'sign' | 'verify';
  readonly secret: Secret;
  /** Spans and what stands there then; `sign(` and `verify(` are written with the name that is free. */
  readonly edits: (local: string) => readonly (readonly [node: ts.Node, text: string])[];
}
