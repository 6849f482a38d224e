import type { Finding } from './finding.js';

/**
 * Every rewrite the product knows, by the name that `--transform` takes, in the order they run:
 * routes that are half migrated come to their end before their modules change form.
 */
export const TRANSFORM_IDS = [
  'lambda-api-to-hono',
  'commonjs-to-esm',
  'jose-to-web-crypto',
  'form-data-to-url-search-params',
  'nodejs-function-to-llrt',
] as const;
export type TransformId = (typeof TRANSFORM_IDS)[number];

/** `pending`: still on lambda-api; `migrated`: on Hono; `blocked`: cannot be migrated, findings say why. */
export type RouteState = 'pending' | 'migrated' | 'blocked';

/** One route of a Lambda API, as mounted. */
export interface Route {
  /** `METHOD /full/path`, prefix and base included; `ANY` for any(). */
  readonly id: string;
  readonly state: RouteState;
  /** Path relative to the workspace root, with forward slashes. */
  readonly file: string;
  /** 1-based line of the registration. */
  readonly line: number;
  readonly findings: readonly Finding[];
}

/** What a transform may see of one workspace package. It is a snapshot: reading never changes it. */
export interface PackageView {
  readonly name: string;
  /** Relative to the workspace root, forward slashes, `''` for the root package. */
  readonly dir: string;
  /** Parsed package.json. */
  readonly manifest: Manifest;
  /**
   * Source files (.js .mjs .cjs .jsx .ts .mts .cts .tsx) of this package, relative to
   * the workspace root, sorted; without node_modules, build output and nested packages.
   */
  readonly files: readonly string[];
  /** Those of `files` whose text contains one of the running transform's needles, sorted. */
  readonly candidates: readonly string[];
  /** Text of a file as earlier transforms left it, without byte order mark; undefined where there is none or it cannot be read. */
  read(path: string): string | undefined;
  /** Files of this package that files of other packages with a needle load, each with one of those. */
  loadedOutside(): ReadonlyMap<string, string>;
  /**
   * HTML files and templates of the whole workspace and JSX of its other packages, with their
   * texts: they send forms to this one. Left out in a view that knows sources alone.
   */
  readonly pages?: () => readonly { readonly path: string; readonly text: string }[];
  /** All packages of the workspace, as the transforms before left them; for transforms that read the whole workspace. */
  readonly workspace?: WorkspaceView;
  /** Version of a dependency as locked or installed, for example `1.5.1`; undefined when unknown. */
  installedVersion(dependency: string): string | undefined;
  /** An installed dependency, to look at its files; undefined where none is installed. */
  installed(dependency: string): InstalledPackage | undefined;
  /**
   * All packages of the workspace as they are on disk, this one included: the same list for each
   * of them. What stands in another package may be looked at, and is never changed.
   */
  siblings(): readonly PackageView[];
}

/** A package in node_modules. It is only ever read. */
export interface InstalledPackage {
  /** Its package.json as parsed; `{}` where that is no JSON object. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Text of a file, by its path below the package folder; undefined where there is none. */
  read(path: string): string | undefined;
  /** Paths of its JavaScript files below the package folder, its own dependencies left out; sorted. */
  scripts(): readonly string[];
}

/** The sources of all packages. */
export interface WorkspaceView {
  /** Source files relative to the workspace root, sorted. */
  readonly files: readonly string[];
  /** Names of the packages. */
  readonly names: readonly string[];
  read(path: string): string | undefined;
}

/** The parts of package.json that transforms look at. */
export interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly main?: string;
  readonly version?: unknown;
  readonly private?: unknown;
  readonly bin?: unknown;
  readonly exports?: unknown;
  readonly imports?: unknown;
  readonly scripts?: unknown;
  readonly engines?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What was asked for; a transform migrates a route or a file only when it is selected. */
export interface Selection {
  /** True for every route when no `--route` was given. */
  route(id: string): boolean;
  /** True for every file when no `--file` was given. */
  file(path: string): boolean;
  /** Whether `--route` was given: only code that the selected routes alone own may change. */
  readonly byRoute: boolean;
  /** True for the folder of every package when no `--package` was given. */
  package(dir: string): boolean;
  /** Only the state of routes and sites is wanted: the outcome's writes are not looked at. */
  readonly survey?: boolean;
  /** Functions on Node.js stay, and get a twin on LLRT beside them. */
  readonly keepNode?: boolean;
  /** `hono`: tokens are signed and verified by `hono/jwt` where it does the same. */
  readonly jwt?: 'hono';
  /** Release of LLRT that the code is to run on, for example `0.8.1`; left out: the newest known one. */
  readonly llrt?: string;
}

/** Counted places other than routes, for example import sites of jose. */
export interface SiteCounts {
  readonly pending: number;
  readonly migrated: number;
  readonly blocked: number;
}

/** One value of package.json to set: `{ path: ['type'], value: 'module' }`. */
export interface ManifestField {
  readonly path: readonly (string | number)[];
  readonly value: string;
  /** Keys of the same object: a new key stands behind the last of these that is there. */
  readonly after?: readonly string[];
}

/** Dependencies to add to and remove from package.json, and other values to set in it. */
export interface ManifestChange {
  readonly add: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  /**
   * An existing dependency: what is added goes into the section of package.json that has it,
   * for example devDependencies where everything is bundled. Default: that of the first removed one.
   */
  readonly beside?: string;
  readonly set?: readonly ManifestField[];
}

/** What a transform would do to one package. Nothing has been written. */
export interface TransformOutcome {
  /** Routes with the state they have before the change. */
  readonly routes: readonly Route[];
  /** Ids of the routes that the change migrates. */
  readonly migrates: readonly string[];
  readonly sites: SiteCounts;
  /** New text by path; null deletes the file. */
  readonly writes: ReadonlyMap<string, string | null>;
  readonly manifest: ManifestChange;
  readonly findings: readonly Finding[];
}

/**
 * One rewrite. Pure: it prints nothing, writes nothing, starts nothing, reads only
 * through the view, and gives the same outcome for the same input.
 */
export interface Transform {
  readonly id: TransformId;
  /** A file is looked at only when its text contains one of these; also how `status` stays fast. */
  readonly needles: readonly string[];
  /** Whether `--route` selects this transform by default. */
  readonly routeScoped: boolean;
  /** Files other than sources that make it run as well, by their name in the package folder. */
  readonly otherFiles?: readonly string[];
  /** Whether it runs when the other transforms have run in every package. */
  readonly readsWorkspace?: boolean;
  run(pkg: PackageView, selection: Selection): TransformOutcome;
}
