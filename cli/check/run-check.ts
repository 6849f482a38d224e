import { Failure } from '../../transforms/engine/failure.js';
import { versionOf } from '../../transforms/engine/installed.js';
import {
  checkSelection,
  makeSelection,
  selectPackages,
  selectTransforms,
} from '../../transforms/engine/selection.js';
import { createStatus, type PackageStatus } from '../../transforms/engine/status.js';
import type { WorkspacePackage } from '../../transforms/engine/workspace.js';
import type { Bundle } from '../../transforms/llrt-check/bundle/input.js';
import { packageOf } from '../../transforms/llrt-check/bundle/package-of.js';
import type { ImportContext } from '../../transforms/llrt-check/imports/check-imports.js';
import type { DeploymentSettings } from '../../transforms/llrt-check/deployment/settings.js';
import { checkSyntax } from '../../transforms/llrt-check/syntax.js';
import { TAKEN_AWAY_BY } from '../../transforms/llrt-check/taken-away.js';
import type { KnownRoute } from '../../transforms/llrt-check/routes/attribution.js';
import type { Release } from '../../transforms/llrt/release.js';
import { flavourOf, isSdkClient, type SdkFlavour } from '../../transforms/llrt/sdk.js';
import type { Session } from '../session.js';
import { bundleEntry, readBelow } from './bundle-entry.js';
import { checkBundle } from './check-bundle.js';
import {
  buildReport,
  readiness,
  type CheckFinding,
  type CheckReport,
  type PackageReadiness,
} from './check-report.js';
import { chooseEntries } from './choose-entries.js';
import { readDeployment } from './read-deployment.js';
import { releaseFindings } from './release-findings.js';

/** What to check, and for which LLRT. */
export interface CheckRequest {
  readonly session: Session;
  readonly release: Release;
  /** Undefined: that of the deployment, else the smallest that has the AWS clients in use. */
  readonly flavour: SdkFlavour | undefined;
  /** Entries that the command line names, relative to the root; none: they are found. */
  readonly entries: readonly string[];
}

interface BundledEntry {
  readonly pkg: WorkspacePackage;
  readonly bundle: Bundle;
}

/**
 * Checks the packages that were asked for. Nothing is written, and no code of the user is run.
 *
 * @throws Failure for a package, route or file that selects nothing
 */
export async function runCheck(request: CheckRequest): Promise<CheckReport> {
  const { session, release } = request;
  const { workspace } = session;
  const packages = selectPackages(workspace, session.request);
  selectTransforms(session.request, session.transforms);
  const status = createStatus(
    workspace,
    { packages: session.request.packages ?? [] },
    session.transforms,
  );
  for (const file of request.entries)
    if (!packages.some((pkg) => pkg.files.includes(file)))
      throw new Failure(
        'entry-missing',
        `--entry ${file}: it is no source of the packages that are checked, so nothing would be checked. Name a source file, and the package it is in with --package if any is named.`,
      );
  const deployment = readDeployment(workspace, release);
  const { byPackage: entries, findings: entryFindings } = chooseEntries(request, packages);
  const members = new Map(workspace.packages.map(({ name, dir }) => [name, dir]));
  const bundles: BundledEntry[] = [];
  for (const [pkg, files] of entries)
    for (const file of files)
      bundles.push({ pkg, bundle: await bundleEntry(workspace.root, file, members) });
  const flavour = request.flavour ?? deployment.settings.flavour ?? neededFlavour(bundles);
  const known = status.packages.flatMap((pkg) => pkg.routes);
  const checked = packages.map((pkg) => {
    const own = bundles.filter((entry) => entry.pkg === pkg).map(({ bundle }) => bundle);
    return checkPackage(pkg, own, known, { ...request, flavour, settings: deployment.settings });
  });
  const general: readonly CheckFinding[] = [
    ...status.findings,
    ...releaseFindings(release, workspace),
    ...deployment.findings,
    ...status.packages.flatMap(templateFindings),
    ...entryFindings,
  ];
  return select(request, flavour, checked, general);
}

/** Functions on Node.js in SAM and Serverless Framework templates, as `diff` finds them. */
function templateFindings({ transforms }: PackageStatus): readonly CheckFinding[] {
  return transforms
    .flatMap(({ findings }) => findings)
    .filter(({ code }) => code === 'sam-function' || code === 'serverless-function');
}

interface PackageContext {
  readonly session: Session;
  readonly release: Release;
  readonly flavour: SdkFlavour;
  readonly settings: DeploymentSettings;
}

interface CheckedPackage {
  readonly readiness: PackageReadiness;
  readonly findings: readonly CheckFinding[];
}

function checkPackage(
  pkg: WorkspacePackage,
  bundles: readonly Bundle[],
  known: readonly KnownRoute[],
  context: PackageContext,
): CheckedPackage {
  const { session, release, flavour, settings } = context;
  const { root } = session.workspace;
  const read = (path: string): string | undefined =>
    session.workspace.texts.read(path)?.text ?? readBelow(root, path);
  const checks = bundles.map((bundle) => {
    const importContext: ImportContext = {
      bundle,
      release,
      flavour,
      read,
      warmupOff: settings.warmupOff,
      browserBuilds: settings.browserBuilds,
      bundled: settings.bundled,
      version: (dependency) => dependencyVersion(dependency, pkg, root),
    };
    return checkBundle(importContext, known);
  });
  const ownFiles = new Set(
    bundles.flatMap(({ modules }) => [...modules.keys()].filter((file) => packageOf(file) === '')),
  );
  const syntax = [...ownFiles].flatMap((file) =>
    checkSyntax(file, read(file) ?? '', release, settings),
  );
  const findings = merge([...checks.flatMap((check) => check.findings), ...syntax]);
  const routes = new Map(checks.flatMap((check) => check.routes.map((route) => [route.id, route])));
  const transforms = new Set<string>(session.transforms.map(({ id }) => id));
  return {
    findings,
    readiness: {
      name: pkg.name,
      dir: pkg.dir,
      entries: bundles.map(({ entry }) => entry),
      routes: [...routes.values()].map((route) => readiness(route, findings, transforms)),
    },
  };
}

/** As locked or installed, else as package.json asks for. */
function dependencyVersion(
  dependency: string,
  pkg: WorkspacePackage,
  root: string,
): string | undefined {
  const { dependencies, devDependencies } = pkg.manifest;
  const range = dependencies?.[dependency] ?? devDependencies?.[dependency];
  return versionOf(dependency, { root, dir: pkg.dir, range }) ?? range;
}

/** The smallest binary that has the AWS clients that the bundles leave out. */
function neededFlavour(bundles: readonly BundledEntry[]): SdkFlavour {
  const clients = bundles.flatMap(({ bundle }) =>
    [...bundle.modules.values()].flatMap((imports) =>
      imports.map(({ specifier }) => specifier).filter(isSdkClient),
    ),
  );
  return clients.some((client) => flavourOf(client) === 'full') ? 'full' : 'std';
}

/** A finding that several entries have is one, of all their routes. */
function merge(findings: readonly CheckFinding[]): readonly CheckFinding[] {
  const byKey = new Map<string, CheckFinding>();
  for (const finding of findings) {
    const { code, file, line, column, message } = finding;
    const key = JSON.stringify([code, file, line, column, message]);
    const known = byKey.get(key)?.routes ?? [];
    const routes = [...new Set([...known, ...(finding.routes ?? [])])];
    byKey.set(key, { ...finding, routes });
  }
  return [...byKey.values()];
}

/** Leaves what `--route` and `--file` select. */
function select(
  { session, release }: CheckRequest,
  flavour: SdkFlavour,
  checked: readonly CheckedPackage[],
  general: readonly CheckFinding[],
): CheckReport {
  const { workspace, request } = session;
  const all = checked.flatMap((pkg) => pkg.readiness.routes);
  const ids = all.map(({ id }) => id);
  const files = checked.flatMap((pkg) => pkg.findings.map(({ file }) => file));
  const sources = workspace.packages.flatMap((pkg) => pkg.files);
  checkSelection(request, workspace, ids, [...sources, ...files]);
  const selection = makeSelection(request, workspace, ids);
  const concerns = ({ file, routes }: CheckFinding): boolean =>
    selection.file(file) &&
    (!selection.byRoute || routes === undefined || routes.some(selection.route));
  const packages = checked.map(({ readiness: pkg }) => ({
    ...pkg,
    routes: pkg.routes.filter(({ id, file }) => selection.route(id) && selection.file(file)),
  }));
  const findings = [...general, ...checked.flatMap((pkg) => pkg.findings)]
    .filter(concerns)
    .filter(takenAwayBy(request.transforms ?? []));
  const what = { llrt: release.name, sdk: flavour, packages };
  const { transforms = [] } = request;
  return buildReport(transforms.length === 0 ? what : { ...what, transforms }, findings);
}

/** With `--transform`: what these take away, and that nothing was looked at. */
function takenAwayBy(transforms: readonly string[]): (finding: CheckFinding) => boolean {
  if (transforms.length === 0) return () => true;
  return ({ code }) => code === 'check-no-entry' || transforms.includes(TAKEN_AWAY_BY[code] ?? '');
}
