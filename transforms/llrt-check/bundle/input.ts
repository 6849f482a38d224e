/** One import of a module, as the bundler followed it. */
export interface BundledImport {
  /** The file it leads to, or the specifier where it is left out of the bundle. */
  readonly path: string;
  /** As the source writes it. */
  readonly specifier: string;
  readonly kind: string;
  readonly external: boolean;
}

/** An import that the bundler could not resolve. */
export interface UnresolvedImport {
  readonly specifier: string;
  /** File that has it, relative to the workspace root. */
  readonly importer: string;
  readonly kind: string;
}

/** Something the bundler could not read. */
export interface BundleProblem {
  readonly message: string;
  /** Relative to the workspace root. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/**
 * What a bundler makes of one Lambda entry with the recommended settings: one ES module, unused
 * code left out, AWS packages and modules of Node.js left as imports.
 */
export interface Bundle {
  /** Entry file relative to the workspace root. */
  readonly entry: string;
  readonly code: string;
  /** Source map as JSON; its sources are relative to the workspace root. */
  readonly map: string;
  /** Every module that was read, by its path relative to the workspace root, with its imports. */
  readonly modules: ReadonlyMap<string, readonly BundledImport[]>;
  readonly unresolved: readonly UnresolvedImport[];
  readonly problems: readonly BundleProblem[];
}
