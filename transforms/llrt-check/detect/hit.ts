import type { Severity } from '../../engine/finding.js';
import type { ts } from '../../engine/syntax/typescript.js';
import type { Release } from '../../llrt/release.js';
import { applies, type RuleCode } from '../../llrt/rules.js';
import type { ExternalModules } from '../bundle/builtins.js';
import type { BundleView } from '../bundle/view.js';

/** A place in a bundle that a rule is about. */
export interface Hit {
  readonly code: RuleCode;
  readonly node: ts.Node;
  /** What fills the texts of the rule. */
  readonly details: Readonly<Record<string, string>>;
  /** What is used, in words, for a finding about the package around it. */
  readonly what: string;
  /** Where it is another one than that of the rule. */
  readonly severity?: Severity;
}

/** What detectors look things up with. */
export interface Tools {
  readonly view: BundleView;
  readonly modules: ExternalModules;
  readonly release: Release;
}

/** Looks at one node. */
export type Detector = (node: ts.Node, tools: Tools) => readonly Hit[];

/** A hit of a rule, unless the release is not concerned. */
export function hit(
  { release }: Tools,
  code: RuleCode,
  node: ts.Node,
  name: string,
  more: { readonly severity?: Severity; readonly what?: string } = {},
): readonly Hit[] {
  if (!applies(code, release)) return [];
  const { what = `\`${name}\``, ...rest } = more;
  return [{ code, node, details: { name, module: name }, what, ...rest }];
}
