import { ts } from '../../engine/syntax/typescript.js';
import type { ModuleFile } from '../model/facts.js';
import { memberAround, memberName } from '../model/places.js';
import { freeIdentifiers } from '../model/read-exports.js';
import type { PlacedProblem } from './cycle-problems.js';

const MOCKS = new Set([
  'mock',
  'doMock',
  'unmock',
  'dontMock',
  'resetModules',
  'isolateModules',
  'requireActual',
  'requireMock',
  'setMock',
  'createMockFromModule',
  'genMockFromModule',
]);

/** Uses of Jest's module registry, which knows nothing of static imports. */
export function jestProblems(module: ModuleFile): PlacedProblem[] {
  return freeIdentifiers(module.bindings, 'jest').flatMap((id) => {
    const member = memberAround(id);
    const name = member && memberName(member);
    if (!member || name === undefined || !MOCKS.has(name)) return [];
    if (!ts.isCallExpression(member.parent)) return [];
    return [{ path: module.path, problem: { code: 'jest-mock', node: member, details: { name } } }];
  });
}
