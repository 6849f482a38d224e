import { outermost } from '../engine/syntax/outermost.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import type { Selection } from '../engine/transform.js';
import { routeIds } from '../form-data-to-url-search-params/ownership.js';
import { reachOf } from '../form-data-to-url-search-params/reach.js';
import type { JoseFile } from './survey.js';

/**
 * Which files may leave jose under a selection. With routes, a file is theirs when every use of
 * jose in it runs for them alone; what others share stays.
 */
export function ownership(
  program: SourceProgram,
  selection: Selection,
): (jose: JoseFile) => boolean {
  if (!selection.byRoute) return ({ file }) => selection.file(file.path);
  const idsOf = routeIds(program.pkg);
  const isOwned = (place: ts.Node): boolean => {
    const { registrations, isComplete } = reachOf(program, place);
    const lists = [...registrations].map(idsOf);
    const all = lists.flat();
    if (!isComplete || lists.some((list) => list.length === 0)) return false;
    return all.length > 0 && all.every((id) => selection.route(id));
  };
  return (jose) => {
    if (!selection.file(jose.file.path)) return false;
    const places = placesOf(program, jose);
    return places.length > 0 && places.every(isOwned);
  };
}

/** Every expression of a file that uses jose. */
function placesOf(program: SourceProgram, jose: JoseFile): ts.Node[] {
  const bindings = program.bindings(jose.file.path);
  return jose.sites.flatMap(({ names }) =>
    names.flatMap(({ node, local }) => {
      const uses: ts.Node[] = local ? bindings.references(local) : [node];
      return uses.filter((use) => !ts.isTypeNode(use.parent)).map(expressionAround);
    }),
  );
}

function expressionAround(node: ts.Node): ts.Node {
  return ts.isExpression(node) ? outermost(node) : node;
}
