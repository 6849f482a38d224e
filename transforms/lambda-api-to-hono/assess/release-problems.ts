import type { Application } from '../application.js';
import type { ApiInstance } from '../graph/model.js';
import { LEGACY_PACKAGE } from '../graph/names.js';
import type { Problem } from '../handlers/context.js';
import { isOlder } from '../release.js';

/** The oldest release of lambda-api whose answers were compared: 0.9.2 answers load balancers otherwise. */
const OLDEST_LAMBDA_API = [0, 10] as const;

/** The oldest release of hono that the emitted code was seen to run with: with 4.7 it does not load. */
const OLDEST_HONO = [4, 8] as const;

/** Releases that the package uses and that the migrated code does not fit. */
export function releaseProblems(app: Application, instance: ApiInstance): Problem[] {
  const { file, creation: node } = instance;
  const { manifest, installedVersion } = app.program.pkg;
  const declared = {
    ...manifest.peerDependencies,
    ...manifest.devDependencies,
    ...manifest.dependencies,
  };
  const lambdaApi = installedVersion(LEGACY_PACKAGE) ?? declared[LEGACY_PACKAGE];
  const problems: Problem[] = [];
  if (lambdaApi !== undefined && isOlder(lambdaApi, OLDEST_LAMBDA_API))
    problems.push({ code: 'lambda-api-too-old', file, node, details: { version: lambdaApi } });
  const range = declared['hono'];
  // A range that leads to a newer release may not be installed yet.
  const hono =
    range !== undefined && isOlder(range, OLDEST_HONO)
      ? (installedVersion('hono') ?? range)
      : undefined;
  if (hono !== undefined && isOlder(hono, OLDEST_HONO))
    problems.push({ code: 'hono-too-old', file, node, details: { version: hono } });
  return problems;
}
