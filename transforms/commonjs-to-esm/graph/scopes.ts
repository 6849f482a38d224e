import { posix } from 'node:path';
import type { PackageView } from '../../engine/transform.js';

/** The package.json files below a package that tell Node how to load the files around them. */
export class Scopes {
  private readonly held = new Map<string, string | undefined>();

  constructor(private readonly pkg: PackageView) {}

  /** The path of the package.json that Node goes by for a file. */
  manifestOf(path: string): string {
    return this.nearest(posix.dirname(path)) ?? posix.join(this.pkg.dir, 'package.json');
  }

  /** The `type` that Node goes by for a file. */
  typeOf(path: string): string | undefined {
    const manifest = this.manifestOf(path);
    if (manifest === posix.join(this.pkg.dir, 'package.json')) return this.pkg.manifest.type;
    return typeIn(this.pkg.read(manifest));
  }

  private nearest(folder: string): string | undefined {
    if (folder === '.' || folder === this.pkg.dir) return undefined;
    if (!this.held.has(folder)) {
      const manifest = `${folder}/package.json`;
      const isHere = this.pkg.read(manifest) !== undefined;
      this.held.set(folder, isHere ? manifest : this.nearest(posix.dirname(folder)));
    }
    return this.held.get(folder);
  }
}

function typeIn(text: string | undefined): string | undefined {
  const manifest: unknown = text === undefined ? undefined : JSON.parse(text);
  const type: unknown =
    typeof manifest === 'object' && manifest !== null && 'type' in manifest && manifest.type;
  return typeof type === 'string' ? type : undefined;
}
