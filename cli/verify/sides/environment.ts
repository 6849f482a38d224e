/** Variables that would let the code under test reach something real, or behave differently. */
const REMOVED =
  /^(AWS_.*|(HTTP|HTTPS|ALL|NO)_PROXY|NODE_OPTIONS|NODE_V8_COVERAGE|NODE_CHANNEL_.*|VITEST.*)$/i;

/**
 * The environment of a child process: the user's own, without AWS settings and proxies,
 * with dummy credentials and every AWS endpoint pointing at the recorder.
 *
 * @param recorderUrl base address of the side's recorder
 */
export function sideEnvironment(
  base: Readonly<Record<string, string | undefined>>,
  recorderUrl: string,
): Record<string, string> {
  const kept = Object.entries(base).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && !REMOVED.test(pair[0]),
  );
  return {
    ...Object.fromEntries(kept),
    AWS_REGION: base['AWS_REGION'] ?? base['AWS_DEFAULT_REGION'] ?? 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAVERIFYVERIFY0000',
    AWS_SECRET_ACCESS_KEY: 'verify-secret-access-key',
    AWS_ENDPOINT_URL: recorderUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
    // One attempt: a call that fails fails at once, and is recorded once.
    AWS_MAX_ATTEMPTS: '1',
    AWS_CONFIG_FILE: '/nonexistent/llrt-migrate/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/llrt-migrate/credentials',
    AWS_LAMBDA_FUNCTION_NAME: 'llrt-migrate-verify',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
    TZ: 'UTC',
  };
}
