/** What a Lambda handler may call on its context. */
export type Done = (error?: unknown, result?: unknown) => void;

/** The moving parts of a context. */
export interface ContextParts {
  readonly index: number;
  /** From the event file, merged over the defaults. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Milliseconds until the invocation is cut off. */
  readonly remaining: () => number;
  /** Left out where a runtime has only the promise of the handler. */
  readonly done?: Done;
}

/**
 * A Lambda context as the Node.js runtime passes it. The request id is made of the
 * event's position, so that both sides see the same.
 */
export function createContext(parts: ContextParts): Record<string, unknown> {
  const { index, given, remaining, done } = parts;
  const name = 'llrt-migrate-verify';
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    memoryLimitInMB: '128',
    awsRequestId: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: '2026/01/01/[$LATEST]00000000000000000000000000000000',
    ...given,
    getRemainingTimeInMillis: remaining,
    ...(done === undefined ? {} : endings(done)),
  };
}

function endings(done: Done): Record<string, unknown> {
  return {
    done,
    fail: (error: unknown) => done(error ?? new Error('context.fail was called')),
    succeed: (result: unknown) => done(null, result),
  };
}
