/** One command of the demo. */
export interface DemoStep {
  /** What the reader is about to see, one sentence; none where it goes on with the step before. */
  readonly say?: string;
  readonly program: 'git' | 'llrt-migrate';
  readonly args: readonly string[];
}

/** Route that the demo migrates first: it authenticates and reads from DynamoDB. */
export const FIRST_ROUTE = 'GET /v1/me/dashboard';

const REPLAY = ['verify', '--events', 'events', '--setup', 'setup.mjs'] as const;

const migrate = (say: string, ...args: readonly string[]): DemoStep => ({
  say,
  program: 'llrt-migrate',
  args,
});

/**
 * The whole way of the sample service, in order. Every step runs in the folder of the
 * copy and has to exit 0.
 */
export const DEMO_STEPS: readonly DemoStep[] = [
  migrate('A service on lambda-api. Which routes does it have?', 'status'),
  migrate('What would change for one of them? Nothing is written.', 'diff', '-r', FIRST_ROUTE),
  migrate('Write it. All other routes stay on lambda-api.', 'apply', '-r', FIRST_ROUTE, '--yes'),
  migrate('Replay events through the code before and after.', ...REPLAY),
  { say: 'Keep that, as you would.', program: 'git', args: ['add', '--all'] },
  { program: 'git', args: ['commit', '--quiet', '-m', `Move ${FIRST_ROUTE} to Hono`] },
  migrate('Now the rest.', 'apply', '--yes'),
  migrate('Replay again, against the code of the beginning.', ...REPLAY, '--base', 'HEAD~1'),
  migrate('Done?', 'status'),
];
