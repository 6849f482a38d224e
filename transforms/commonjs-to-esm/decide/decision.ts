import type { CrossRequire } from '../graph/cross-requires.js';
import type { Link, PackageGraph } from '../graph/package-graph.js';
import type { Problem } from '../model/facts.js';
import type { PlacedProblem } from './cycle-problems.js';
import type { LinkPlan } from './link-plan.js';
import type { Shape } from './shape.js';

/** What becomes of a package. */
export interface Decision {
  readonly graph: PackageGraph;
  /** What each CommonJS file that becomes an ES module exports. */
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Files whose requires become imports: those of `shapes`, and ES modules that use `require`. */
  readonly converted: ReadonlySet<string>;
  /** Files that stay CommonJS, by their new name. */
  readonly kept: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<Link, LinkPlan>;
  /** Computed requires that stay, by file: `createRequire` gives them their function. */
  readonly created: ReadonlyMap<string, readonly Problem[]>;
  /** What keeps files as they are. */
  readonly problems: readonly PlacedProblem[];
  /** Other packages that keep this one as it is. */
  readonly consumers?: readonly CrossRequire[];
  /** Why the whole package stays as it is. */
  readonly refusal?: string;
}
