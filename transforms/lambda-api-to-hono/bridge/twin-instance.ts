import { indentAt, lineEnding } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { createOptions } from '../application.js';
import type { ApiInstance } from '../graph/model.js';
import type { Bridging } from './bridging.js';

/** The `logger` option of createAPI, for the Hono side: right behind the declaration of the API. */
export function twinLogger(bridge: Bridging, instance: ApiInstance): void {
  const logger = createOptions(bridge.app, instance)?.get('logger');
  const statement = ts.findAncestor(instance.creation, ts.isVariableStatement);
  const file = bridge.app.program.file(instance.file);
  const name = statement?.declarationList.declarations[0]?.name;
  if (!logger || !statement || !file || !name) return;
  const hasTwin = bridge.app.graph.uses.some(
    (use) => use.instance === instance && use.method === 'logRequests',
  );
  if (hasTwin) return;
  const newline = lineEnding(file.text);
  const end = file.text.charAt(statement.end - 1) === ';' ? ';' : '';
  const indent = indentAt(file.text, statement.getStart(file.ast));
  const hono = `${bridge.changes.compat(instance.file, 'hono')}(${name.getText()})`;
  const call = `${bridge.changes.compat(instance.file, 'logRequests')}(${hono}, ${dedent(logger, file.text)})${end}`;
  bridge.changes.editsOf(instance.file).insert(statement.end, `${newline}${indent}${call}`);
}

/** `api.run(event, context)` becomes `bridge(api)(event, context)`, which asks the Hono side first. */
export function bridgeRuns(bridge: Bridging, instance: ApiInstance): void {
  for (const use of bridge.app.graph.uses) {
    if (use.instance !== instance || use.framework !== 'lambda-api') continue;
    if (use.method !== 'run' && use.method !== 'run.bind') continue;
    const receiver = use.receiver.getText();
    const edits = bridge.changes.editsOf(use.file);
    const end = use.method === 'run' ? use.call.expression.end : use.call.end;
    edits.replace(
      use.call.getStart(),
      end,
      `${bridge.changes.compat(use.file, 'bridge')}(${receiver})`,
    );
  }
}

/** Text of a nested expression moved to the outermost level. */
function dedent(node: ts.Node, text: string): string {
  const from = indentAt(text, node.getStart());
  const extra = from.length;
  if (extra === 0) return node.getText();
  return node
    .getText()
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(from) ? line.slice(extra) : line))
    .join('\n');
}
