import { evaluate, propertyText, unwrap } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import { constantText } from '../../lambda-api-to-hono/graph/constants.js';
import { fileOf } from '../functions.js';
import type { Problem } from '../problem.js';
import type { Reach } from '../reach.js';
import type { FormSite } from '../sites/find-sites.js';
import { multipartForms } from './markup.js';

/** A place that sends a multipart form. */
export interface Sender {
  /** `file:line`, for messages. */
  readonly place: string;
  /** Path it is sent to; undefined when that is not known. */
  readonly path: string | undefined;
}

/** Every place in the repository that is seen to send a multipart form, in markup and in code. */
export function findSenders(program: SourceProgram, pkg: PackageView): Sender[] {
  const senders: Sender[] = [];
  for (const { path, text } of pkg.pages?.() ?? [])
    for (const { action, offset } of multipartForms(text))
      senders.push({ place: `${path}:${lineAt(text, offset)}`, path: pathOf(action) });
  for (const path of pkg.files) {
    const text = pkg.read(path) ?? '';
    for (const { action, offset } of multipartForms(text))
      senders.push({ place: `${path}:${lineAt(text, offset)}`, path: pathOf(action) });
    if (/new FormData|\bform:|\.attach\(/.test(text)) senders.push(...sendersIn(program, path));
  }
  return senders;
}

/** The multipart form that is sent to a place where a form is read, as far as can be seen. */
export function postedForms(
  program: SourceProgram,
  { file, call }: FormSite,
  reach: Reach,
  senders: readonly Sender[],
): Problem[] {
  const routes = [...reach.registrations].map((one) => routePath(program, one));
  const sender = senders.find(({ path }) => {
    if (path === undefined || !reach.isComplete) return true;
    return routes.some((route) => route === undefined || isSent(path, route));
  });
  if (!sender) return [];
  const place = `sent from ${sender.place}`;
  return [{ code: 'form-multipart-expected', file, node: call, details: { place } }];
}

function routePath(program: SourceProgram, call: ts.CallExpression): string | undefined {
  const [first, second] = call.arguments;
  const isNamed =
    ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'on';
  const path = isNamed ? second : first;
  const text = path && constantText(program, fileOf(call), path);
  // Middleware without a path runs for every one.
  return text ?? (path && ts.isFunctionLike(path) ? '*' : undefined);
}

/** Whether a path ends as a route does: what it is mounted under is not looked at. */
function isSent(path: string, route: string): boolean {
  const wanted = segmentsOf(route);
  const sent = segmentsOf(path).slice(-wanted.length);
  if (wanted.some((segment) => segment.includes('*'))) return true;
  if (wanted.length === 0) return segmentsOf(path).length === 0;
  return (
    sent.length === wanted.length &&
    wanted.every((segment, at) => segment.startsWith(':') || segment === sent[at])
  );
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** Path of an action or address; undefined for the address of the page. */
function pathOf(address: string | undefined): string | undefined {
  if (address === undefined || address === '') return undefined;
  const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
  return path === '' ? '/' : path;
}

/** Calls that send a form as multipart, to a path that is written there. */
function sendersIn(program: SourceProgram, file: string): Sender[] {
  const found: Sender[] = [];
  const visit = (node: ts.Node): void => {
    const isSend = ts.isCallExpression(node) || ts.isNewExpression(node);
    const path = isSend ? sentPath(program, file, node) : undefined;
    if (path !== undefined) {
      const line = lineAt(node.getSourceFile().text, node.getStart());
      found.push({ place: `${file}:${line}`, path });
    }
    ts.forEachChild(node, visit);
  };
  const parsed = program.file(file);
  if (parsed) visit(parsed.ast);
  return found;
}

/** The path that a call sends a multipart form to; undefined for any other call. */
function sentPath(
  program: SourceProgram,
  file: string,
  call: ts.CallExpression | ts.NewExpression,
): string | undefined {
  const args = call.arguments ?? [];
  const isBody = (value: ts.Expression): boolean =>
    isFormData(program, file, value) ||
    propertiesOf(value, BODIES).some((one) => isFormData(program, file, one));
  if (args.some(isBody)) return addressPath(program, call);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
    return undefined;
  const { name, expression } = call.expression;
  // `hc` of Hono sends what is given as `form` as a FormData.
  if (name.text.startsWith('$')) {
    const isForm = args.some((value) => propertiesOf(value, new Set(['form'])).length > 0);
    return isForm ? clientPath(expression) : undefined;
  }
  return name.text === 'attach' ? chainedPath(program, expression) : undefined;
}

const BODIES = new Set(['body', 'data']);

function propertiesOf(value: ts.Expression, names: ReadonlySet<string>): ts.Expression[] {
  const node = unwrap(value);
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((property) => {
    if (!property.name || !names.has(propertyText(property.name) ?? '')) return [];
    if (ts.isPropertyAssignment(property)) return [property.initializer];
    return ts.isShorthandPropertyAssignment(property) ? [property.name] : [];
  });
}

/** `client.people[':id'].$post(...)` calls `/people/:id`. */
function clientPath(expression: ts.Expression): string {
  if (ts.isPropertyAccessExpression(expression))
    return `${clientPath(expression.expression)}/${expression.name.text}`;
  if (
    ts.isElementAccessExpression(expression) &&
    ts.isStringLiteralLike(expression.argumentExpression)
  )
    return `${clientPath(expression.expression)}/${expression.argumentExpression.text}`;
  return '';
}

/** `request(app).post('/people').attach(...)` of supertest. */
function chainedPath(program: SourceProgram, expression: ts.Expression): string | undefined {
  for (let at = expression; ts.isCallExpression(at);) {
    const [first] = at.arguments;
    const callee = at.expression;
    if (!ts.isPropertyAccessExpression(callee)) return undefined;
    if (/^(?:post|put|patch)$/.test(callee.name.text) && first)
      return constantText(program, fileOf(first), first);
    at = callee.expression;
  }
  return undefined;
}

function isFormData(program: SourceProgram, file: string, value: ts.Expression): boolean {
  const node = unwrap(value);
  const found = ts.isIdentifier(node) ? evaluate(program, file, node) : undefined;
  const made = found?.kind === 'expression' ? found.node : node;
  return ts.isNewExpression(made) && made.expression.getText() === 'FormData';
}

/** Path of the first argument; undefined for another host, or where no path is written out. */
function addressPath(
  program: SourceProgram,
  call: ts.CallExpression | ts.NewExpression,
): string | undefined {
  const [address] = call.arguments ?? [];
  if (!address) return undefined;
  const text = constantText(program, fileOf(call), address) ?? tailOf(address);
  if (text === undefined || isElsewhere(text)) return undefined;
  return pathOf(text);
}

/** What follows the last variable of a template: a path below an address that is set elsewhere. */
function tailOf(address: ts.Expression): string | undefined {
  const tail = ts.isTemplateExpression(address) ? address.templateSpans.at(-1)?.literal.text : '';
  return tail?.startsWith('/') ? tail : undefined;
}

function isElsewhere(address: string): boolean {
  const host = /^https?:\/\/([^/:]+)/i.exec(address)?.[1];
  return (
    host !== undefined &&
    !/^(?:localhost|127\.|\[::1|x$)|(?:example|test|local)(?:\.|$)/i.test(host)
  );
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
