import { Failure } from '../transforms/engine/failure.js';
import type { Plan } from '../transforms/engine/plan.js';
import { createStatus } from '../transforms/engine/status.js';
import type { Session } from './session.js';

/**
 * Makes sure that a plan from a file speaks of packages and routes that the workspace has:
 * an apply reports them as migrated. Files that changed since are to be refused before.
 *
 * @throws Failure `plan-invalid`
 */
export function checkPlanRoutes({ workspace, transforms }: Session, plan: Plan): void {
  const status = createStatus(workspace, {}, transforms);
  const known = new Map(status.packages.map((pkg) => [pkg.dir, pkg.routes.map(({ id }) => id)]));
  for (const { dir, name, routes } of plan.packages) {
    const there = known.get(dir);
    if (!there) throw foreign(`package ${name} in the folder "${dir}"`);
    const missing = routes.find((id) => !there.includes(id));
    if (missing !== undefined) throw foreign(`route ${missing} in the package ${name}`);
  }
  const planned = plan.packages.flatMap((pkg) => pkg.routes);
  const odd =
    plan.routes.find((id) => !planned.includes(id)) ??
    planned.find((id) => !plan.routes.includes(id));
  if (odd !== undefined) throw foreign(`route ${odd} in the packages that the plan names`);
}

function foreign(what: string): Failure {
  return new Failure(
    'plan-invalid',
    `The plan does not belong to this workspace, which has no ${what}. Nothing was written. Make the plan again, with the same --config.`,
  );
}
