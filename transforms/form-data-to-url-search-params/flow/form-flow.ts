import { isAssignmentTarget } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { fileOf } from '../functions.js';
import type { FormFindingCode } from '../findings.js';
import { shortText, type Problem } from '../problem.js';
import type { FormSite } from '../sites/find-sites.js';
import { followArgument } from './arguments.js';
import { plain, type Carried } from './carried.js';
import { followMember } from './members.js';
import { followOperator } from './operators.js';
import { followPattern, followElements, seeOtherValues } from './patterns.js';
import { followReturn } from './returns.js';
import { seeType } from './types.js';

/** A parameter whose written type changes with the form: every caller has to pass such a form. */
export interface TypedParameter {
  readonly fn: ts.SignatureDeclaration;
  readonly file: string;
  readonly index: number;
}

/**
 * Follows what one call gives through the code: through variables, functions of the package
 * and what they return. A form must be seen everywhere, since a use that is not known may
 * differ. Its values only matter where they are used as files, so they may get out of sight.
 */
export class FormFlow {
  readonly problems: Problem[] = [];
  /** Names in type position that say `FormData` and are to say `URLSearchParams`. */
  readonly typeNames = new Set<ts.Identifier>();
  readonly typedParameters: TypedParameter[] = [];
  /** Variables and parameters that hold the form. */
  readonly holders = new Set<ts.Identifier>();
  /** Whether fields are added or removed. */
  change: ts.Node | undefined;
  private readonly seen = new Map<ts.Node, Set<string>>();

  constructor(
    readonly program: SourceProgram,
    readonly site: FormSite,
  ) {
    for (const type of site.call.typeArguments ?? []) seeType(this, type, plain(site.gives));
    this.follow(site.call, { kind: site.gives, promised: true });
  }

  /** Whether an expression is known to hold the form. */
  holdsForm(node: ts.Node): boolean {
    const kinds = this.seen.get(node);
    return kinds !== undefined && [...kinds].some((key) => key.startsWith('form'));
  }

  /** Looks at what is done with an expression. */
  follow(node: ts.Expression, carried: Carried): void {
    const key = `${carried.kind} ${carried.promised} ${carried.key ?? ''}`;
    const kinds = this.seen.get(node) ?? new Set();
    if (kinds.has(key)) return;
    this.seen.set(node, kinds.add(key));
    this.step(node, carried);
  }

  /** Follows every use of a variable or parameter. */
  followName(name: ts.Identifier, carried: Carried): void {
    if (carried.kind === 'form') {
      this.holders.add(name);
      seeOtherValues(this, name);
    }
    for (const reference of this.program.bindings(fileOf(name)).references(name))
      if (!isAssignmentTarget(reference)) this.follow(reference, carried);
  }

  /** The form is used in a way that stands in the way of the rewrite. */
  report(
    code: FormFindingCode,
    node: ts.Node,
    details: Readonly<Record<string, string>> = {},
  ): void {
    this.problems.push({ code, file: fileOf(node), node, details });
  }

  /** A form that gets out of sight; for its values that is no problem. */
  reportLost(node: ts.Node, carried: Carried, target = shortText(node)): void {
    if (carried.kind === 'form') this.report('form-passed-on', node, { target });
  }

  private step(node: ts.Expression, carried: Carried): void {
    const parent = node.parent;
    if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent))
      this.follow(parent, carried);
    else if (
      ts.isAsExpression(parent) ||
      ts.isTypeAssertionExpression(parent) ||
      ts.isSatisfiesExpression(parent)
    ) {
      seeType(this, parent.type, carried);
      this.follow(parent, carried);
    } else if (ts.isAwaitExpression(parent)) this.follow(parent, { ...carried, promised: false });
    else if (ts.isVariableDeclaration(parent)) {
      if (parent.type) seeType(this, parent.type, carried);
      followPattern(this, parent.name, carried);
    } else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      followReturn(this, node, carried);
    else if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
      followMember(this, node, parent, carried);
    else if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
      followArgument(this, node, parent, carried);
    else if (ts.isForOfStatement(parent)) followElements(this, parent, carried);
    else followOperator(this, node, carried);
  }
}
