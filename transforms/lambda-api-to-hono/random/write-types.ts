/** What typed files import from lambda-api. */
export const TYPE_IMPORT =
  "import type { API, NextFunction, Request, Response } from 'lambda-api';";

/** Types of parameters by role; every other parameter is `any`. */
const TYPES: Readonly<Record<string, string>> = {
  req: 'Request',
  res: 'Response',
  next: 'NextFunction',
  api: 'API',
};

/** The annotation of a parameter by its role, nothing in JavaScript. */
export function typeOf(role: string, typed: boolean): string {
  return typed ? `: ${TYPES[role] ?? 'any'}` : '';
}
