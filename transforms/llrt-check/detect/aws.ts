import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isEmbedded, isSdkClient, type SdkFlavour } from '../../llrt/sdk.js';
import { runsAtLoad } from '../bundle/context.js';
import type { References } from '../bundle/references.js';
import { applies } from '../../llrt/rules.js';
import { hit, type Hit, type Tools } from './hit.js';
import { clientPackage, valueOf } from './values.js';

/** Awaits at the top level of a module that lead to a call of AWS. */
export function detectAwsAtLoad(
  node: ts.Node,
  tools: Tools,
  references: References,
): readonly Hit[] {
  const awaited = awaitedAtLoad(node);
  if (!awaited || !callsAws(awaited, tools, references)) return [];
  if (applies('llrt-sdk-init-hang-tla', tools.release))
    return hit(tools, 'llrt-sdk-init-hang-tla', node, 'top-level await');
  const details = {
    name: 'AWS is called while the module loads, by top-level await',
    effect: 'the function hangs while it starts',
    needed: 'LLRT 0.7.0',
  };
  return [{ code: 'llrt-needs-release', node, details, what: 'top-level await of an AWS call' }];
}

function awaitedAtLoad(node: ts.Node): ts.Expression | undefined {
  const awaited =
    ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)
      ? node.expression
      : undefined;
  return awaited && runsAtLoad(node) ? awaited : undefined;
}

function callsAws(node: ts.Node, tools: Tools, references: References): boolean {
  if (hasAwsCall(node, tools)) return true;
  return [...references.from([node])].some(
    (statement) => tools.view.packageOf(statement) === '' && hasAwsCall(statement, tools),
  );
}

/** A method of a client, or a function of the SDK that is given a client. */
function hasAwsCall(node: ts.Node, tools: Tools): boolean {
  if (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression);
    if (ts.isPropertyAccessExpression(callee) && clientPackage(callee.expression, tools))
      return true;
    const member = tools.modules.of(callee);
    const isSdk = member !== undefined && isSdkClient(member.module) && member.path.length === 1;
    if (isSdk && /^(?:paginate|waitUntil)/.test(member.path[0] ?? '')) return true;
  }
  return ts.forEachChild(node, (child) => hasAwsCall(child, tools) || undefined) ?? false;
}

/** Clients that the binary does not bring, made without what the browser build of a client needs. */
export function detectBundledClients(
  node: ts.Node,
  tools: Tools,
  flavour: SdkFlavour,
): readonly Hit[] {
  if (!ts.isNewExpression(node)) return [];
  const member = tools.modules.of(node.expression);
  if (!member || !isSdkClient(member.module) || !member.path[0]?.endsWith('Client')) return [];
  if (isEmbedded(tools.release.facts, flavour, member.module)) return [];
  const missing = missingSettings(node.arguments?.[0], tools);
  if (missing.length === 0) return [];
  const details = { name: member.module, missing: missing.join(' and ') };
  return [{ code: 'llrt-sdk-region-credentials', node, details, what: member.module }];
}

function missingSettings(argument: ts.Expression | undefined, tools: Tools): readonly string[] {
  const value = argument && valueOf(argument, tools);
  if (value && !ts.isObjectLiteralExpression(value)) return [];
  if (value?.properties.some((property) => ts.isSpreadAssignment(property))) return [];
  const names = new Set(value?.properties.map((property) => property.name?.getText()));
  return ['region', 'credentials'].filter((name) => !names.has(name));
}
