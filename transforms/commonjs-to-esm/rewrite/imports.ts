import { indentUnit } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isNeverWritten } from '../decide/stable.js';
import type { Link } from '../graph/package-graph.js';
import { formOf, usesOfSite, type SiteForm } from '../graph/site-form.js';
import { topStatement } from '../model/places.js';
import { baseName, isAtTop, isHidden, isPropertyName, keyOf, withoutBase } from './base-names.js';
import { awaitImport } from './await-imports.js';
import type { FileRewrite } from './file-rewrite.js';
import { headerOf, type Header } from './import-places.js';
import { importText, onLines, type ImportWish } from './import-text.js';
import { endOf, addText, removeStatement, wholeLines, withComments } from './lines.js';
import { capitalized } from './name-book.js';
import { rewriteStatement } from './require-statement.js';
import { surfaceOf, type Surface } from './surface.js';

/** A require, how it is taken, and how its module can be imported. */
export interface PlannedLink {
  readonly link: Link;
  readonly form: SiteForm;
  readonly surface: Surface;
}

/** Rewrites the requires of one file. */
export class ImportRewrite {
  private readonly header: Header;
  private readonly bases = new Map<string, string>();
  /** Imports that go to the top, by the place of what they come from. */
  private readonly moved: { readonly at: number; readonly text: string }[] = [];
  /** Imports that take the place of a declaration, by the declaration. */
  private readonly inPlace = new Map<ts.Node, string>();

  /** Statements of the header that take a module apart: the import stays, the rest goes below. */
  private readonly split = new Set<ts.Statement>();
  private readonly below: string[] = [];
  /** Imports that go in front of a statement of the header. */
  private readonly before = new Map<ts.Statement, string[]>();
  /** The same for declarations in functions, whose imports go to the top. */
  private readonly hoisted = new Map<ts.Node, string>();

  constructor(private readonly rewrite: FileRewrite) {
    this.header = headerOf(rewrite.module);
  }

  /** Makes all edits but those of `finish`. */
  run(): void {
    const planned = this.plan();
    for (const entry of planned) if (isDeclared(entry)) this.noteDeclared(entry);
    for (const entry of planned) this.replace(entry);
    const statements = new Set([...this.inPlace.keys()].map((node) => topStatement(node)));
    for (const statement of statements) this.placeStatement(statement);
    for (const statement of this.split) this.splitStatement(statement);
    const nested = new Set([...this.hoisted.keys()].map((node) => node.parent.parent));
    for (const statement of nested) this.liftStatement(statement);
  }

  /** Imports a name of a module of Node, for code that the rewrite adds. */
  importName(specifier: string, name: string): string {
    const isFree = this.rewrite.book.isFree(name);
    const local = isFree ? this.rewrite.book.take(name) : this.rewrite.book.take(`${name}OfNode`);
    this.move(-1, this.textOf({ specifier, isJson: false, names: [{ name, local }] }));
    return local;
  }

  /** Imports what the file took for a global until now, under its name. */
  importGlobal(specifier: string, name: string): void {
    const names = [{ name, local: name }];
    this.move(-1, this.textOf({ specifier, isJson: false, names }));
  }

  /** Adds a line below the imports. */
  addBelow(line: string): void {
    this.move(
      Number.MAX_SAFE_INTEGER,
      `${this.header.isBehind || this.moved.length > 0 ? this.rewrite.eol : ''}${line}`,
    );
  }

  /** Writes the imports that go to the top. */
  finish(): void {
    const { additions, edits, eol } = this.rewrite;
    for (const [statement, texts] of this.before)
      if (!this.split.has(statement) || !this.isSoleSplit(statement))
        addText(this.rewrite, statement.getStart(), texts.join(eol) + eol);
    if (this.below.length > 0) this.addBelow(this.below.join(eol));
    const lines = this.moved.toSorted((a, b) => a.at - b.at).map(({ text }) => text);
    if (lines.length === 0) return;
    const { end, isBehind } = this.header;
    const text = isBehind
      ? lines.map((line) => eol + line).join('')
      : `${lines.join(eol)}${eol}${eol}`;
    additions.push(() => edits.insertFirst(end, text));
  }

  private plan(): PlannedLink[] {
    const { decision, module } = this.rewrite;
    return decision.graph.linksOf(module.path).flatMap((link) => {
      const plan = decision.links.get(link);
      if (!plan) return [];
      const { target, site } = link;
      const uses = usesOfSite(module, site);
      const surface = surfaceOf(decision, module.path, target, site.specifier, uses);
      const entry = { link, form: formOf(site), surface };
      if (plan === 'await') {
        awaitImport(this.rewrite, entry);
        return [];
      }
      return [entry];
    });
  }

  /** Declarations at top level that become an import with the same names. */
  private noteDeclared(entry: PlannedLink): void {
    const { form, surface } = entry;
    const { module } = this.rewrite;
    if (form.kind === 'whole' && isNeverWritten(module.bindings, form.name)) {
      const name = form.name.text;
      if (!this.bases.has(keyOf(surface))) this.bases.set(keyOf(surface), name);
      this.inPlace.set(
        form.holder,
        this.textOf({ ...surface, base: { kind: surface.base, name } }),
      );
    } else if (form.kind === 'pattern') {
      const names = this.patternNames(form.pattern, surface);
      if (names) this.inPlace.set(form.holder, this.textOf({ ...withoutBase(surface), names }));
    } else if (form.kind === 'member') {
      if (!surface.hasName(form.member) || !isNeverWritten(module.bindings, form.name)) return;
      const names = [{ name: form.member, local: form.name.text }];
      this.inPlace.set(form.holder, this.textOf({ ...withoutBase(surface), names }));
    }
  }

  private patternNames(pattern: ts.ObjectBindingPattern, surface: Surface): ImportWish['names'] {
    const names: { name: string; local: string }[] = [];
    for (const { name, propertyName, initializer, dotDotDotToken } of pattern.elements) {
      const key = propertyName ?? name;
      if (!ts.isIdentifier(name) || initializer || dotDotDotToken) return undefined;
      if (!ts.isIdentifier(key) || !surface.hasName(key.text)) return undefined;
      if (!isNeverWritten(this.rewrite.module.bindings, name)) return undefined;
      names.push({ name: key.text, local: name.text });
    }
    return names.length > 0 ? names : undefined;
  }

  private replace(entry: PlannedLink): void {
    const { link, form } = entry;
    const { node } = link.site;
    const { edits } = this.rewrite;
    if (form.kind === 'effect') this.replaceEffect(entry, form.statement);
    else if (!('holder' in form) || !this.inPlace.has(form.holder)) {
      const hoisted = isDeclared(entry) ? undefined : this.hoistedName(entry);
      if (hoisted !== undefined) return;
      const base = this.baseFor(entry);
      if (isDeclared(entry)) this.split.add(topStatement(node));
      const outer = node.parent;
      const isWrapped = ts.isParenthesizedExpression(outer);
      const [start, end] = isWrapped ? [outer.getStart(), outer.end] : [node.getStart(), node.end];
      edits.replace(start, end, base);
    }
  }

  private replaceEffect({ surface }: PlannedLink, statement: ts.ExpressionStatement): void {
    const text = this.textOf(withoutBase(surface));
    if (!ts.isSourceFile(statement.parent)) {
      this.move(statement.pos, text);
      removeStatement(this.rewrite, statement);
    } else if (this.header.statements.has(statement))
      this.rewrite.edits.replace(statement.getStart(), endOf(statement), text);
    else this.moveStatement(statement, text);
  }

  /**
   * `const x = require('y')` in a function, where `x` can be the name of the import as well: then
   * the declaration goes.
   */
  private hoistedName({ form, surface }: PlannedLink): string | undefined {
    if (form.kind !== 'whole' || !ts.isVariableDeclaration(form.holder)) return undefined;
    const { module, book } = this.rewrite;
    const { bindings } = module;
    const statement = form.holder.parent.parent;
    if (!ts.isVariableStatement(statement) || !ts.isBlock(statement.parent)) return undefined;
    const name = form.name.text;
    const own = new Set<ts.Node>([form.name, ...bindings.references(form.name)]);
    const isAlone = bindings.identifiers(name).every((id) => own.has(id) || isPropertyName(id));
    if (!isAlone || this.bases.has(keyOf(surface)) || !isNeverWritten(bindings, form.name))
      return undefined;
    this.bases.set(keyOf(surface), name);
    book.reserve(name);
    this.hoisted.set(form.holder, this.textOf({ ...surface, base: { kind: surface.base, name } }));
    return name;
  }

  /** The variable that holds the module at a place, imported when it is not yet. */
  private baseFor({ link, surface }: PlannedLink): string {
    const { node } = link.site;
    const held = this.bases.get(keyOf(surface));
    const isVisible = held !== undefined && !isHidden(this.rewrite, held, node);
    if (isVisible) return held;
    const wish = baseName(link, surface);
    const isCallee = ts.isCallExpression(node.parent) && node.parent.expression === node;
    const other = isCallee ? `create${capitalized(wish)}` : `${wish}Module`;
    const name = this.rewrite.book.take(wish, other);
    this.bases.set(keyOf(surface), name);
    const text = this.textOf({ ...surface, base: { kind: surface.base, name } });
    const statement = topStatement(node);
    if (this.header.statements.has(statement))
      this.before.set(statement, [...(this.before.get(statement) ?? []), text]);
    else this.move(node.pos, text);
    return name;
  }

  private placeStatement(statement: ts.Statement): void {
    const made = rewriteStatement(this.rewrite, statement, this.inPlace);
    if (this.header.statements.has(statement)) {
      this.rewrite.edits.replace(statement.getStart(), endOf(statement), made.whole);
    } else if (made.rest === '') this.moveStatement(statement, made.imports.join(this.rewrite.eol));
    else {
      this.move(statement.pos, made.imports.join(this.rewrite.eol));
      this.rewrite.edits.replace(statement.getStart(), endOf(statement), made.rest);
    }
  }

  /** Takes what a statement between imports does with a module below the imports. */
  private splitStatement(statement: ts.Statement): void {
    if (!this.header.statements.has(statement) || !this.isSoleSplit(statement)) return;
    const held = this.before.get(statement);
    if (held === undefined && endOf(statement) <= this.header.end && this.isLast(statement)) return;
    const { edits, eol } = this.rewrite;
    const { text } = this.rewrite.module.file;
    const [start, end] = [statement.getStart(), endOf(statement)];
    this.below.push(edits.textOf(start, end));
    if (held !== undefined) edits.replace(start, end, held.join(eol));
    else {
      const lines = wholeLines(text, { start, end });
      edits.remove(lines.start, lines.end);
    }
  }

  private isLast(statement: ts.Statement): boolean {
    return [...this.header.statements].at(-1) === statement;
  }

  /** Whether nothing of a statement became an import in its place. */
  private isSoleSplit(statement: ts.Statement): boolean {
    return (
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.every((declaration) => !this.inPlace.has(declaration))
    );
  }

  /** Takes the requires of a statement in a function to the imports. */
  private liftStatement(statement: ts.Node): void {
    if (!ts.isVariableStatement(statement)) return;
    const made = rewriteStatement(this.rewrite, statement, this.hoisted);
    this.move(statement.pos, made.imports.join(this.rewrite.eol));
    if (made.rest === '') removeStatement(this.rewrite, statement);
    else this.rewrite.edits.replace(statement.getStart(), endOf(statement), made.rest);
  }

  /** Takes a statement to the imports, with its comments. */
  private moveStatement(statement: ts.Statement, text: string): void {
    const source = this.rewrite.module.file.text;
    const span = withComments(source, statement);
    const before = source.slice(span.start, statement.getStart());
    const after = source.slice(endOf(statement), span.end);
    this.move(statement.pos, before + text + after);
    const { start, end } = wholeLines(source, span);
    this.rewrite.edits.remove(start, end);
  }

  private move(at: number, text: string): void {
    this.moved.push({ at, text });
  }

  private textOf(wish: ImportWish): string {
    const { quote, end, eol, module } = this.rewrite;
    return onLines(importText(wish, quote) + end, eol, indentUnit(module.file.text));
  }
}

function isDeclared({ link, form }: PlannedLink): boolean {
  return link.site.when === 'always' && 'holder' in form && isAtTop(form.holder);
}
