import { functionCalls } from '../engine/syntax/function-uses.js';
import { isTypeScript } from '../engine/syntax/parse.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import { laterReads, readsAfterHandlers } from './checks/body-reads.js';
import { multipartTexts } from './checks/multipart-texts.js';
import { findSenders, postedForms } from './checks/posted-forms.js';
import { losesComments } from './emit.js';
import { FormFlow, type TypedParameter } from './flow/form-flow.js';
import { fileOf, isFunctionNode } from './functions.js';
import { isInforming, shortText, type Problem } from './problem.js';
import { reachOf, type Reach } from './reach.js';
import type { FormSite } from './sites/find-sites.js';

/** A call that reads a form, with all that is known about it. */
export interface Assessment {
  readonly site: FormSite;
  readonly flow: FormFlow;
  readonly reach: Reach;
  readonly problems: readonly Problem[];
}

/** Looks into every call that reads a form: what becomes of the form, and who sends it. */
export function assess(program: SourceProgram, sites: readonly FormSite[]): Assessment[] {
  const flows = sites.map((site) => new FormFlow(program, site));
  const senders = sites.length > 0 ? findSenders(program, program.pkg) : [];
  const assessments = flows.map((flow): Assessment => {
    const { site } = flow;
    const reach = reachOf(program, site.call);
    return {
      site,
      flow,
      reach,
      problems: [
        ...flow.problems,
        ...flow.typedParameters.flatMap((one) => otherCallers(program, one, flows)),
        ...laterReads(program, site),
        ...multipartTexts(site),
        ...postedForms(program, site, reach, senders),
        ...readsAfterHandlers(program, site),
        ...commentProblems(site),
      ],
    };
  });
  return spreadBlocks(withSharedChanges(assessments));
}

/** Whether a call can be rewritten. */
export function isFree({ problems }: Assessment): boolean {
  return problems.every(isInforming);
}

/** Calls that pass something else than a form that changes with it, tests included. */
function otherCallers(
  program: SourceProgram,
  { fn, file, index }: TypedParameter,
  flows: readonly FormFlow[],
): Problem[] {
  if (!isFunctionNode(fn)) return [];
  const others = functionCalls(program, file, fn).filter((call) => {
    const argument = call.arguments[index];
    return argument && !flows.some((flow) => flow.holdsForm(argument));
  });
  return others.map((node) => ({
    code: 'form-type',
    file: fileOf(node),
    node,
    details: { name: shortText(node) },
  }));
}

/** Adds what is wrong with a form that is changed, and read from Hono's request again for the same route. */
function withSharedChanges(assessments: readonly Assessment[]): Assessment[] {
  return assessments.map((one) => {
    const other = assessments.find((two) => two !== one && shareChange(one, two));
    if (!other) return one;
    const [changed, again] = one.flow.change ? [one, other] : [other, one];
    const node = changed.flow.change ?? changed.site.call;
    const details = { other: `${again.site.file}:${lineOf(again.site.call)}` };
    const problem: Problem = {
      code: 'form-changed-and-read-again',
      file: fileOf(node),
      node,
      details,
    };
    return { ...one, problems: [...one.problems, problem] };
  });
}

function shareChange(one: Assessment, other: Assessment): boolean {
  const isKept = one.site.kind === 'hono' && other.site.kind === 'hono';
  if (!isKept || !(one.flow.change ?? other.flow.change)) return false;
  const registrations = [...one.reach.registrations];
  return (
    registrations.some((call) => other.reach.registrations.has(call) || isMiddleware(call)) ||
    [...other.reach.registrations].some(isMiddleware)
  );
}

function isMiddleware({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'use';
}

function lineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
}

function commentProblems(site: FormSite): Problem[] {
  if (!losesComments(site)) return [];
  const details = { name: shortText(site.call) };
  return [{ code: 'form-read-indirect', file: site.file, node: site.call, details }];
}

/** A form that is left as it is holds those back that share a typed variable or parameter with it. */
function spreadBlocks(assessments: readonly Assessment[]): Assessment[] {
  const current = [...assessments];
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const [at, one] of current.entries()) {
      if (!isFree(one)) continue;
      const joined = current
        .map((other) => joinOf(one, other))
        .find((found) => found !== undefined);
      if (!joined) continue;
      current[at] = { ...one, problems: [...one.problems, joined] };
      isChanged = true;
    }
  }
  return current;
}

function joinOf(one: Assessment, other: Assessment): Problem | undefined {
  if (one === other || isFree(other)) return undefined;
  const types = [...one.flow.typeNames].find((name) => other.flow.typeNames.has(name));
  const holder = [...one.flow.holders].find(
    (name) => other.flow.holders.has(name) && isTypeScript(fileOf(name)),
  );
  const shared = types?.parent.parent ?? holder;
  if (!shared) return undefined;
  const { site } = other;
  const details = { name: shortText(shared), place: `${site.file}:${lineOf(site.call)}` };
  return { code: 'form-joined', file: one.site.file, node: one.site.call, details };
}
