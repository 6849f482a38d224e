import type { ts } from '../../engine/syntax/typescript.js';
import type { FunctionNode } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import type { EditSet } from '../../engine/syntax/edits.js';
import type { LambdaApiFindingCode } from '../findings.js';

/** What a parameter of a handler or of a function called by one holds. */
export type Role = 'req' | 'res' | 'next' | 'err';

/** How lambda-api calls a function. */
export type FunctionKind =
  'handler' | 'middleware' | 'error' | 'finally' | 'log request' | 'log response' | 'helper';

/** A function that takes part in answering requests, with what its parameters hold. */
export interface HandlerFunction {
  readonly file: string;
  readonly node: FunctionNode;
  readonly kind: FunctionKind;
  readonly roles: readonly (Role | undefined)[];
}

/**
 * How a function hands over an answer in its Hono form: `returns` it, `assigns` it to
 * `c.res` where the function goes on or its caller needs its value, or does neither.
 */
export type AnswerStyle = 'returns' | 'assigns' | 'none';

/** Why a function cannot be rewritten, or what a reader should know about its rewrite. */
export interface Problem {
  readonly code: LambdaApiFindingCode;
  readonly file: string;
  readonly node: ts.Node;
  readonly details?: Readonly<Record<string, string>>;
}

/** A call that passes `req`, `res` or `next` on to another function of the package. */
export interface HandlerCall {
  readonly call: ts.CallExpression;
  readonly callee: HandlerFunction;
}

/** Facts about the application as a whole that decide how single places are written. */
export interface AppFacts {
  readonly version: string;
  /** Some code sets a content type ahead of the answer, so `send` must look before it adds one. */
  readonly presetsContentType: boolean;
  /** Some code sets a status ahead of the answer that may not allow a body, which `c.json` refuses. */
  readonly presetsStatus: boolean;
  /** `createAPI({ serializer })` makes the text of every answer, which `c.json` does not ask. */
  readonly serializes: boolean;
  /** Name of the parameter that asks for JSONP. */
  readonly callbackName: string;
  /** Some code has to do with objects in S3. */
  readonly usesS3: boolean;
  /** `finally` or a logger, which lambda-api runs for every answer, also for those replaced. */
  readonly countsAnswers: boolean;
  /** Error middleware or a logger, which lambda-api runs the moment an error is raised. */
  readonly seesErrors: boolean;
  /** Some code answers with `res.error()`. */
  readonly fails: boolean;
  /** Answers may come after the handler's promise has settled: the entry uses `run` with a callback. */
  readonly callbackRun: boolean;
  /** Properties that the application itself puts on `req` although lambda-api has them, such as `auth`. */
  readonly overwritten: ReadonlySet<string>;
}

/** Finds out about functions other than the one being converted. */
export interface HandlerLookup {
  /** The converted function that a call passes a request or response to; undefined when it cannot be found. */
  calleeOf(file: string, call: ts.CallExpression): { file: string; node: FunctionNode } | undefined;
  styleOf(fn: HandlerFunction): AnswerStyle;
  mayFail(fn: HandlerFunction): boolean;
  /** The expressions with which a function answers. */
  answersOf(fn: HandlerFunction): ReadonlySet<ts.Node>;
  /** Whether the function keeps both forms, so that the Hono form goes by its own name. */
  hasTwin(fn: { file: string; node: FunctionNode }): boolean;
}

/** The Hono form of one function. */
export interface Conversion {
  readonly edits: EditSet;
  readonly problems: readonly Problem[];
  readonly calls: readonly HandlerCall[];
  /** Names used from the compat module. */
  readonly compat: ReadonlySet<string>;
  /** Types used from hono, in TypeScript files. */
  readonly honoTypes: ReadonlySet<string>;
  /** Properties set with `c.set`, with the expression assigned. */
  readonly variables: ReadonlyMap<string, ts.Expression>;
}

export interface ConversionInput {
  /** Every answer is stored in `c.res` and none returned, so that the last one counts as in lambda-api. */
  readonly storesAll?: boolean;
  readonly program: SourceProgram;
  readonly fn: HandlerFunction;
  readonly facts: AppFacts;
  readonly lookup: HandlerLookup;
}
