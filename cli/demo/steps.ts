/** One command of the demo. */
export interface DemoStep {
  /** What the reader is about to see, one sentence. */
  readonly say: string;
  /** Arguments for `llrt-migrate`. */
  readonly args: readonly string[];
}

/** Route that the demo migrates first: it authenticates and reads from DynamoDB. */
export const FIRST_ROUTE = 'GET /v1/me/dashboard';

const REPLAY = ['verify', '--events', 'events', '--setup', 'setup.mjs'] as const;

/**
 * The whole way of the sample service, in order. Every step runs in the folder of the
 * copy, whose only commit is the service on lambda-api, and has to exit 0.
 */
export const DEMO_STEPS: readonly DemoStep[] = [
  { say: 'A service on lambda-api. Which routes does it have?', args: ['status'] },
  {
    say: 'What would change for one of them? Nothing is written.\n# (The longest file is the helper module, src/lambda-api-compat.js; all routes share it.)',
    args: ['diff', '-r', FIRST_ROUTE],
  },
  {
    say: 'Write it. All other routes stay on lambda-api.',
    args: ['apply', '-r', FIRST_ROUTE, '--yes'],
  },
  {
    say: 'Replay events through the code before and after. setup.mjs starts a DynamoDB here.',
    args: REPLAY,
  },
  { say: 'Now the rest.', args: ['apply', '--yes'] },
  {
    say: 'Replay again, against the code as it was committed.',
    args: [...REPLAY, '--base', 'HEAD'],
  },
  { say: 'Done?', args: ['status'] },
];
