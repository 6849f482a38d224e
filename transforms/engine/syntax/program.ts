import { posix } from 'node:path';
import type { PackageView } from '../transform.js';
import { bindingsOf, type Bindings } from './bindings.js';
import { readExports, type ModuleExports } from './modules.js';
import { parseFile, pin, type ParsedFile } from './parse.js';
import { pathAliases, type PathAlias } from './aliases.js';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];
/** TypeScript files are imported by the name of the JavaScript they become. */
const JS_TO_TS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
};

/** The source files of one package, parsed when first asked for, with names resolved across files. */
export class SourceProgram {
  private readonly parsed = new Map<string, ParsedFile>();
  private readonly unparsed = new Map<string, ParsedFile>();
  private readonly bound = new Map<string, Bindings>();
  private readonly exported = new Map<string, ModuleExports>();
  /** Paths as written, and the files they mean, if any. */
  private readonly resolved = new Map<string, string | undefined>();
  private readonly known: ReadonlySet<string>;
  private readonly aliases: readonly PathAlias[];

  constructor(readonly pkg: PackageView) {
    this.known = new Set(pkg.files);
    this.aliases = pathAliases(pkg);
  }

  /** Parsed file; undefined when there is no such file in the package, or it does not parse. */
  file(path: string): ParsedFile | undefined {
    const held = this.parsed.get(path);
    if (held) return held;
    if (this.unparsed.has(path)) return undefined;
    const text = this.known.has(path) ? this.pkg.read(path) : undefined;
    if (text === undefined) return undefined;
    const file = parseFile(path, text);
    if (file.syntaxError) {
      this.unparsed.set(path, file);
      return undefined;
    }
    pin(file);
    this.parsed.set(path, file);
    return file;
  }

  /** Files that were looked at and do not parse. */
  get broken(): readonly ParsedFile[] {
    return [...this.unparsed.values()];
  }

  /** Names of a file of this package; throws for a path outside of it, which is a programming error. */
  bindings(path: string): Bindings {
    const held = this.bound.get(path);
    if (held) return held;
    const file = this.file(path);
    if (!file) throw new Error(`no such source file: ${path}`);
    const bindings = bindingsOf(file.ast);
    this.bound.set(path, bindings);
    return bindings;
  }

  exportsOf(path: string): ModuleExports {
    const held = this.exported.get(path);
    if (held) return held;
    const file = this.file(path);
    const exports = file ? readExports(file.ast) : { named: new Map(), stars: [] };
    this.exported.set(path, exports);
    return exports;
  }

  /** The file of this package that a specifier means; undefined for other packages, JSON and built-ins. */
  resolve(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.'))
      return this.resolvePath(posix.join(posix.dirname(from), specifier));
    for (const alias of this.aliases) {
      const target = alias(specifier);
      const found = target === undefined ? undefined : this.resolvePath(target);
      if (found) return found;
    }
    return undefined;
  }

  private resolvePath(base: string): string | undefined {
    const held = this.resolved.get(base);
    if (held !== undefined || this.resolved.has(base)) return held;
    const found = this.findPath(base);
    this.resolved.set(base, found);
    return found;
  }

  private findPath(base: string): string | undefined {
    const path = posix.normalize(base);
    if (this.known.has(path)) return path;
    const extension = posix.extname(path);
    for (const replacement of JS_TO_TS[extension] ?? []) {
      const candidate = path.slice(0, -extension.length) + replacement;
      if (this.known.has(candidate)) return candidate;
    }
    for (const suffix of EXTENSIONS) if (this.known.has(path + suffix)) return path + suffix;
    for (const suffix of EXTENSIONS) {
      const index = posix.join(path, `index${suffix}`);
      if (this.known.has(index)) return index;
    }
    return undefined;
  }
}
