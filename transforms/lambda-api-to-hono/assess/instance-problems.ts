import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { type Application, createOptions } from '../application.js';
import { readsEnvironment } from '../graph/constants.js';
import type { ApiInstance } from '../graph/model.js';
import { COMPUTED } from '../graph/names.js';
import type { Problem } from '../handlers/context.js';
import { coversAll, escapesOf } from './escapes.js';
import { isStatement } from './site-problems.js';

const SUPPORTED_OPTIONS = new Set(['version', 'base', 'logger', 'errorHeaderWhitelist']);

/** Calls on an API that the transform knows how to carry over. */
const KNOWN_USES: ReadonlySet<string> = new Set(
  [
    'use register finally run run.bind app routes',
    'on onError basePath fetch request',
    'bridge handle errorMiddleware onFinish logRequests useNamespace errorHandler',
  ].flatMap((names) => names.split(' ')),
);

/** What stands in the way of every route of an instance. */
export function instanceProblems(app: Application, instance: ApiInstance): Problem[] {
  if (instance.framework === 'hono') return [];
  const problems: Problem[] = [];
  const options = createOptions(app, instance);
  if (!options)
    problems.push({
      code: 'option-unsupported',
      file: instance.file,
      node: instance.creation,
      details: { name: 'options that are not written out' },
    });
  for (const [name, value] of options ?? []) {
    if (!SUPPORTED_OPTIONS.has(name))
      problems.push({
        code: 'option-unsupported',
        file: instance.file,
        node: value,
        details: { name },
      });
    else if (name === 'logger') problems.push(...loggerProblems(instance, value));
    else if (name === 'base' && readsEnvironment(value))
      problems.push({
        code: 'base-from-environment',
        file: instance.file,
        node: value,
        details: { name: value.getText() },
      });
  }
  for (const { file, node, reason } of escapesOf(app, instance).filter((at) =>
    coversAll(at, instance),
  ))
    problems.push({ code: 'api-escapes', file, node, details: { reason } });
  return [...problems, ...useProblems(app, instance)];
}

/** Parts of the logger that are not carried over: sampling rules, and serializers, which get lambda-api's objects. */
function loggerProblems(instance: ApiInstance, value: ts.Expression): Problem[] {
  const options = unwrap(value);
  if (!ts.isObjectLiteralExpression(options)) {
    const isFlag =
      options.kind === ts.SyntaxKind.TrueKeyword || options.kind === ts.SyntaxKind.FalseKeyword;
    if (isFlag) return [];
    const details = { name: 'a logger that is not written out' };
    return [{ code: 'option-unsupported', file: instance.file, node: value, details }];
  }
  return options.properties
    .filter(
      (property) => !property.name || ['sampling', 'serializers'].includes(property.name.getText()),
    )
    .map((node) => ({
      code: 'option-unsupported',
      file: instance.file,
      node,
      details: { name: `logger.${node.name?.getText() ?? '...'}` },
    }));
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
    const needsLine =
      ['use', 'finally', 'register'].includes(use.method) && use.framework === 'lambda-api';
    if (needsLine && !isStatement(use))
      problems.push({ code: 'registration-in-expression', file: use.file, node: use.call });
  }
  return problems;
}
