import type { Application } from '../application.js';
import type { Assessment } from '../assess.js';
import { Changes } from '../changes.js';
import type { Listing } from '../handlers/mentions.js';

/** One run of the first half of a migration. */
export interface Bridging {
  readonly app: Application;
  readonly changes: Changes;
  readonly assessments: readonly Assessment[];
  readonly chosen: ReadonlySet<Assessment>;
  readonly listings: Listing[];
}
