import type { LlrtProfile } from '../../../../transforms/llrt/profile.js';
import type { RuleCode } from '../../../../transforms/llrt/rules.js';
import type { Refusals } from './refusals.js';

/** What the parts that stand for LLRT work with. */
export interface LlrtEnvironment {
  readonly profile: LlrtProfile;
  readonly refusals: Refusals;
  /** Whether a rule is true of the release. */
  has(code: RuleCode): boolean;
  /** The globals as the bundle sees them, by name. */
  readonly globals: Record<string, unknown>;
}
