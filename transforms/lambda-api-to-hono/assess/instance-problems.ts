import { isTypeScript } from '../../engine/syntax/parse.js';
import { type Application, createOptions } from '../application.js';
import { holderPlace, OPTION_HELPERS, optionLines } from '../create-options.js';
import type { ApiInstance } from '../graph/model.js';
import { COMPUTED } from '../graph/names.js';
import type { Problem } from '../handlers/context.js';
import { releaseProblems } from './release-problems.js';
import { isBefore } from '../release.js';
import { coversAll, escapesOf } from './escapes.js';
import { optionProblems, unsupported } from './option-problems.js';
import { isStatement } from './site-problems.js';

/** Calls on an API that the transform knows how to carry over. */
const KNOWN_USES: ReadonlySet<string> = new Set(
  [
    'use register finally run run.bind app routes',
    'on onError basePath fetch request',
    'bridge handle errorMiddleware onFinish useNamespace errorHandler listRoutes printRoutes',
    ...OPTION_HELPERS.values(),
  ].flatMap((names) => names.split(' ')),
);

/** What stands in the way of every route of an instance. */
export function instanceProblems(app: Application, instance: ApiInstance): Problem[] {
  if (instance.framework === 'hono') return [];
  const problems: Problem[] = [];
  const options = createOptions(app, instance);
  if (!options)
    problems.push(unsupported(instance, instance.creation, 'options that are not written out'));
  for (const [name, value] of options ?? [])
    problems.push(...optionProblems(app, instance, name, value));
  if (optionLines(app, instance).length > 0 && !holderPlace(instance))
    problems.push(unsupported(instance, instance.creation, 'options where no line can follow'));
  if (app.registry.facts.usesS3 && isBefore(app.program.pkg, [1, 0]))
    problems.push(unsupported(instance, instance.creation, 'the client for S3 of aws-sdk 2'));
  if (lacksS3Client(app, instance))
    problems.push({ code: 's3-client-missing', file: instance.file, node: instance.creation });
  problems.push(...releaseProblems(app, instance));
  for (const { file, node, reason } of escapesOf(app, instance).filter((at) =>
    coversAll(at, instance),
  ))
    problems.push({ code: 'api-escapes', file, node, details: { reason } });
  return [...problems, ...useProblems(app, instance)];
}

/** The types of a client that is loaded when it is used have to be there for the compiler. */
function lacksS3Client({ program, registry }: Application, { file }: ApiInstance): boolean {
  if (!registry.facts.usesS3 || !isTypeScript(file)) return false;
  const { dependencies = {}, devDependencies = {} } = program.pkg.manifest;
  const known = { ...dependencies, ...devDependencies };
  return !('@aws-sdk/client-s3' in known && '@aws-sdk/s3-request-presigner' in known);
}

function useProblems(app: Application, instance: ApiInstance): Problem[] {
  const problems: Problem[] = [];
  for (const use of app.graph.uses) {
    if (use.instance !== instance) continue;
    const isRoute = app.routes.some((site) => site.use === use);
    if (!isRoute && use.method !== COMPUTED && !KNOWN_USES.has(use.method))
      problems.push({
        code: 'method-unsupported',
        file: use.file,
        node: use.call,
        details: { name: use.method },
      });
    if (use.method === 'routes' && use.framework === 'lambda-api')
      problems.push({ code: 'routes-listed', file: use.file, node: use.call });
    const needsLine =
      ['use', 'finally', 'register'].includes(use.method) && use.framework === 'lambda-api';
    if (needsLine && !isStatement(use))
      problems.push({ code: 'registration-in-expression', file: use.file, node: use.call });
  }
  return problems;
}
