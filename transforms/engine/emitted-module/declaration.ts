/** The text of a declaration in one language, as it stands alone and as an export. */
export interface DeclarationText {
  readonly plain: string;
  readonly exported: string;
  /** Names of other declarations it uses. */
  readonly uses: readonly string[];
  /** Names it imports from packages. */
  readonly imports: readonly string[];
}

/** One top-level declaration of a module that is written into packages. */
export interface Declaration {
  readonly name: string;
  readonly kind: 'value' | 'type';
  /** Whether user code may import it. */
  readonly public: boolean;
  readonly ts: DeclarationText;
  /** Missing for types. */
  readonly js?: DeclarationText;
}

/** Where a name is imported from. */
export interface ImportedName {
  readonly from: string;
  readonly isType: boolean;
}

/** Everything that rendering needs, read from the sources when the package is built. */
export interface EmittedSource {
  readonly declarations: readonly Declaration[];
  readonly imports: Readonly<Record<string, ImportedName>>;
}
