/**
 * The same functions as the command line: open a workspace, plan, apply, take back.
 *
 * @example
 * const workspace = openWorkspace({ cwd: process.cwd() });
 * const plan = await createPlan(workspace, { routes: ['GET /users/:id'] }, await loadTransforms());
 * const { id } = applyPlan(workspace.root, plan);
 */
export { openWorkspace } from '../transforms/engine/workspace.js';
export type {
  Workspace,
  WorkspaceOptions,
  WorkspacePackage,
} from '../transforms/engine/workspace.js';
export { createPlan, isBlocked } from '../transforms/engine/plan.js';
export type { Plan, PlanFile, PlanPackage } from '../transforms/engine/plan.js';
export { createStatus } from '../transforms/engine/status.js';
export type { PackageStatus, Status, TransformStatus } from '../transforms/engine/status.js';
export { loadTransforms } from '../transforms/registry.js';
export { Failure } from '../transforms/engine/failure.js';
export type { Request } from '../transforms/engine/selection.js';
export type { Finding, Severity } from '../transforms/engine/finding.js';
export type { Route, RouteState, Transform, TransformId } from '../transforms/engine/transform.js';
export { applyPlan } from './journal/apply.js';
export type { AppliedPlan } from './journal/apply.js';
export { undo } from './journal/undo.js';
export type { UndoneApply } from './journal/undo.js';
export { readBefore, readBeforeAll } from './journal/history.js';
export type { FileTexts } from './journal/history.js';
