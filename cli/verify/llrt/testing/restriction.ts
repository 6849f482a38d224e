/** The releases in which an expression gives another value than on Node.js. */
export type Releases = '' | '0.7.0' | '0.7.0 0.8.1' | '0.8.1 main' | 'main' | '0.7.0 0.8.1 main';
/** All releases that are tried. */
export const ALL = '0.7.0 0.8.1 main';

/** One expression, and where it gives another value on LLRT. */
export interface Restriction {
  readonly name: string;
  /** An expression, which may await. */
  readonly code: string;
  readonly differs: Releases;
  /** What is told, where it differs. */
  readonly tells?: string;
}
