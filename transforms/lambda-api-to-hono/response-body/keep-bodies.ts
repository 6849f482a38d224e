import { lineEnding, usesSemicolons } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import { NEWEST, parseRelease } from '../../llrt/release.js';
import { applies } from '../../llrt/rules.js';
import { type Application, readApplication } from '../application.js';
import { Changes } from '../changes.js';
import type { CompatPlaces } from '../compat-file/places.js';
import { compatName } from '../graph/compat-module.js';
import { rebuildsResponses } from './rebuilds-responses.js';

const HELPER = 'keepResponseBody';

/**
 * Calls `keepResponseBody()` in front of each application that is all on Hono, where the release of
 * LLRT has no `Response.body` and the code makes new responses from it; takes the call away
 * elsewhere.
 *
 * @param llrt release that the code is to run on; the newest known one by default
 * @returns new texts by path
 */
export function keepBodies(
  pkg: PackageView,
  places: CompatPlaces,
  llrt = NEWEST,
): Map<string, string> {
  const lacksBody = applies('llrt-response-body', parseRelease(llrt));
  const isWanted = lacksBody && rebuildsResponses(pkg);
  const isThere = pkg.candidates.some((file) => pkg.read(file)?.includes(HELPER));
  const app = isWanted || isThere ? readApplication(pkg) : undefined;
  if (!app) return new Map();
  const changes = new Changes(app.program);
  for (const { file, framework, creation } of app.graph.instances) {
    if (framework !== 'hono') continue;
    const calls = callsIn(app, file);
    if (!isWanted) calls.forEach((call) => removeLine(changes, file, call));
    else if (calls.length === 0) insertCall(app, changes, file, creation);
  }
  return changes.apply(places);
}

/** The statements of a file that call the helper. */
function callsIn({ program }: Application, file: string): readonly ts.Statement[] {
  return (program.file(file)?.ast.statements ?? []).filter(
    (statement) =>
      ts.isExpressionStatement(statement) &&
      ts.isCallExpression(statement.expression) &&
      compatName(program, file, statement.expression.expression) === HELPER,
  );
}

function insertCall(app: Application, changes: Changes, file: string, creation: ts.Node): void {
  const parsed = app.program.file(file);
  const statement = parsed?.ast.statements.find(
    ({ pos, end }) => pos <= creation.pos && creation.end <= end,
  );
  if (!parsed || !statement) return;
  const end = usesSemicolons(parsed.ast) ? ';' : '';
  const line = `${changes.compat(file, HELPER)}()${end}${lineEnding(parsed.text)}`;
  changes.editsOf(file).insert(statement.getStart(), line);
}

function removeLine(changes: Changes, file: string, statement: ts.Statement): void {
  const { text } = statement.getSourceFile();
  const rest = /^[^\S\n]*\r?\n/.exec(text.slice(statement.end))?.[0].length ?? 0;
  changes.editsOf(file).remove(statement.getStart(), statement.end + rest);
}
