import { indentAt, lineEnding } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import { holderPlace, optionLines } from '../create-options.js';
import type { ApiInstance } from '../graph/model.js';
import type { Bridging } from './bridging.js';
import { dedent, loggerText } from './logger-text.js';

/** Options of createAPI for the Hono side: a line for each, right behind the declaration of the API. */
export function twinOptions(bridge: Bridging, instance: ApiInstance): void {
  const place = holderPlace(instance);
  const file = bridge.app.program.file(instance.file);
  if (!place || !file) return;
  const { statement, holder } = place;
  const known = new Set(
    bridge.app.graph.uses.filter((use) => use.instance === instance).map((use) => use.method),
  );
  const newline = lineEnding(file.text);
  const end = file.text.charAt(statement.end - 1) === ';' ? ';' : '';
  const indent = indentAt(file.text, statement.getStart(file.ast));
  const lines = optionLines(bridge.app, instance)
    .filter(({ helper }) => !known.has(helper))
    .map(({ helper, option, value }) => {
      const hono = `${bridge.changes.compat(instance.file, 'hono')}(${holder.getText()})`;
      const args = value ? `${hono}, ${optionText(bridge, instance.file, helper, value)}` : hono;
      const call = `${bridge.changes.compat(instance.file, helper)}(${args})${end}`;
      return [...commentsAbove(option), call].map((line) => `${newline}${indent}${line}`).join('');
    });
  if (lines.length > 0) bridge.changes.editsOf(instance.file).insert(statement.end, lines.join(''));
}

/** The comments above an option of createAPI, which goes with them. */
function commentsAbove(option: ts.Node | undefined): string[] {
  if (!option) return [];
  const { text } = option.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(text, option.getFullStart()) ?? [];
  return ranges
    .filter(({ pos }) => /\n[ \t]*$/.test(text.slice(0, pos)))
    .map(({ pos, end }) => dedent(text.slice(pos, end), indentAt(text, pos)));
}

function optionText(bridge: Bridging, file: string, helper: string, value: ts.Expression): string {
  const { text } = value.getSourceFile();
  return helper === 'logRequests'
    ? loggerText(bridge, file, value)
    : dedent(value.getText(), indentAt(text, value.getStart()));
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
