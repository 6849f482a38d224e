import { EditSet } from '../engine/syntax/edits.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import type { PackageView } from '../engine/transform.js';
import type { CompatPlaces } from './compat-file/places.js';
import { localName } from './compat-names.js';
import type { Conversion } from './handlers/context.js';
import { LEGACY_PACKAGE } from './graph/names.js';
import { refreshDocComments } from './doc-comments.js';
import { addImports, type NeededImports } from './imports/add-imports.js';
import { pruneImports } from './imports/prune-imports.js';

/** Edits to the files of one package, with the names they need imported. */
export class Changes {
  private readonly edits = new Map<string, EditSet>();
  private readonly needed = new Map<string, NeededImports>();
  private readonly optional = new Map<string, { at: number; addition: string }[]>();

  constructor(private readonly program: SourceProgram) {}

  get isEmpty(): boolean {
    return [...this.edits.values()].every((set) => set.isEmpty);
  }

  editsOf(file: string): EditSet {
    let held = this.edits.get(file);
    if (!held) {
      held = new EditSet(this.program.file(file)?.text ?? '');
      this.edits.set(file, held);
    }
    return held;
  }

  /** Adds an entry to a list of imports, provided that the rewritten file uses what it names. */
  insertIfUsed(file: string, at: number, addition: string): void {
    const held = this.optional.get(file);
    if (held) held.push({ at, addition });
    else this.optional.set(file, [{ at, addition }]);
  }

  needs(file: string): NeededImports {
    let held = this.needed.get(file);
    if (!held) {
      held = { compat: new Set(), hono: new Set(), honoTypes: new Set() };
      this.needed.set(file, held);
    }
    return held;
  }

  needsOf(file: string, conversion: Conversion): void {
    const needed = this.needs(file);
    for (const name of conversion.compat) needed.compat.add(name);
    for (const name of conversion.honoTypes) needed.honoTypes.add(name);
  }

  /** Notes that a file needs a function of the compat module, and gives the file's name for it. */
  compat(file: string, name: string): string {
    this.needs(file).compat.add(name);
    return localName(this.program.bindings(file), name);
  }

  private insertUsed(file: string): void {
    const text = this.editsOf(file).apply();
    for (const { at, addition } of this.optional.get(file) ?? [])
      if (new RegExp(`\\b${addedName(addition)}\\b`).test(text))
        this.editsOf(file).insert(at, addition);
  }

  /** New texts by path, imports added and those that nothing uses any more removed. */
  apply(places: CompatPlaces): Map<string, string> {
    const texts = new Map<string, string>();
    for (const file of new Set([...this.edits.keys(), ...this.needed.keys()])) {
      const parsed = this.program.file(file);
      if (!parsed) continue;
      this.insertUsed(file);
      addImports(this.program, parsed, this.editsOf(file), this.needs(file), places(file));
      const edited = refreshDocComments(file, this.editsOf(file).apply());
      const text = pruneImports(file, edited, this.program.bindings(file));
      if (text !== parsed.text) texts.set(file, text);
    }
    return texts;
  }
}

/** Name that an added entry such as `, aOnHono as bOnHono` introduces. */
function addedName(addition: string): string {
  return /[\w$]+\s*$/.exec(addition)?.[0].trim() ?? '';
}

/** The package as it looks once some files have new texts. */
export function withTexts(pkg: PackageView, texts: ReadonlyMap<string, string>): PackageView {
  const added = [...texts.keys()].filter((path) => !pkg.files.includes(path));
  const files = added.length > 0 ? [...pkg.files, ...added].toSorted() : pkg.files;
  return {
    name: pkg.name,
    dir: pkg.dir,
    manifest: pkg.manifest,
    files,
    candidates: files.filter((path) =>
      (texts.get(path) ?? pkg.read(path) ?? '').includes(LEGACY_PACKAGE),
    ),
    read: (path) => texts.get(path) ?? pkg.read(path),
    loadedOutside: () => pkg.loadedOutside(),
    installedVersion: (dependency) => pkg.installedVersion(dependency),
    installed: (dependency) => pkg.installed(dependency),
    siblings: () => pkg.siblings(),
  };
}
