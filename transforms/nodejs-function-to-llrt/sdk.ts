/**
 * What the binaries of LLRT bring of the AWS SDK.
 *
 * Sources: `sdk.cfg` of awslabs/llrt (Apache-2.0) at v0.8.1-beta, unchanged since v0.5.1-beta, and the
 * modules that cdk-lambda-llrt 0.1.4 (Apache-2.0) leaves out of a bundle.
 */

/** The release that new functions are pinned to: the newest with a tag. */
export const LLRT_VERSION = 'v0.8.1-beta';

const clients = (names: string): readonly string[] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => `@aws-sdk/client-${name}`);

/** Packages in every binary with an SDK. */
const STANDARD: ReadonlySet<string> = new Set([
  ...clients(`
    cloudwatch-events cloudwatch-logs cognito-identity cognito-identity-provider dynamodb eventbridge
    kms lambda s3 secrets-manager ses sfn
    sns sqs ssm sts xray
  `),
  '@aws-sdk/credential-providers',
  '@aws-sdk/lib-dynamodb',
  '@aws-sdk/lib-storage',
  '@aws-sdk/s3-presigned-post',
  '@aws-sdk/s3-request-presigner',
  '@aws-sdk/util-dynamodb',
  '@aws-sdk/util-user-agent-browser',
]);

/** Packages that only the binary with the full SDK has besides. */
const FULL_ONLY: ReadonlySet<string> = new Set([
  ...clients(`
    acm amplify api-gateway apigatewayv2 appconfig appconfigdata
    appsync athena auto-scaling batch bedrock bedrock-agent
    bedrock-agent-runtime bedrock-runtime cloudformation cloudwatch dynamodb-streams ec2
    ecr ecs efs eks elastic-load-balancing-v2 elasticache
    firehose glue iam kinesis location mediaconvert
    opensearch opensearchserverless polly rds rds-data rekognition
    scheduler service-catalog servicediscovery sesv2 sso sso-admin
    sso-oidc textract translate verifiedpermissions
  `),
  '@aws-sdk/core',
]);

/** Packages of @smithy in every binary with an SDK: the others are left out of the bundle and missing. */
const SMITHY: ReadonlySet<string> = new Set(
  `
    config-resolver core eventstream-codec eventstream-serde-browser eventstream-serde-config-resolver eventstream-serde-universal
    fetch-http-handler invalid-dependency is-array-buffer middleware-compression middleware-content-length middleware-endpoint
    middleware-retry middleware-serde middleware-stack property-provider protocol-http querystring-builder
    querystring-parser service-error-classification signature-v4 smithy-client types url-parser
    util-base64 util-body-length-browser util-config-provider util-defaults-mode-browser util-endpoints util-hex-encoding
    util-middleware util-retry util-stream util-uri-escape util-utf8 util-waiter
  `
    .trim()
    .split(/\s+/)
    .map((name) => `@smithy/${name}`),
);

/** Names of `LlrtBinaryType`. */
export type BinaryType = 'STANDARD' | 'FULL_SDK';

/** The smallest binary that has the AWS packages, or one that none of them has. */
export function binaryFor(packages: ReadonlySet<string>): BinaryType | { readonly lacks: string } {
  const aws = [...packages].filter((name) => /^@(?:aws-sdk|smithy)\//.test(name));
  const needsFull = aws.some((name) => FULL_ONLY.has(name) && name !== '@aws-sdk/core');
  const missing = aws.find((name) => {
    if (name.startsWith('@smithy/')) return !SMITHY.has(name);
    if (STANDARD.has(name) || FULL_ONLY.has(name)) return false;
    // The construct bundles what the standard binary lacks; for a client that takes modules LLRT has not.
    return needsFull || name.startsWith('@aws-sdk/client-');
  });
  if (missing !== undefined) return { lacks: missing };
  return needsFull ? 'FULL_SDK' : 'STANDARD';
}

/** Modules of Node.js that no release of LLRT has, and packages that load one of them. */
const UNRUNNABLE: ReadonlySet<string> = new Set(
  `
    cluster diagnostics_channel dns/promises domain http http2 inspector path/posix path/win32
    punycode querystring readline repl sqlite sys tls trace_events util/types v8 vm wasi worker_threads
    aws-sdk express fastify jsonwebtoken koa lambda-api
  `
    .trim()
    .split(/\s+/),
);

/**
 * Whether code that loads a module cannot start on LLRT.
 *
 * @param specifier as written, for example `node:http` or `jose/errors`
 * @param name package of the specifier
 * @param version release of the package; jose before 6 loads `KeyObject` of node:crypto
 */
export function isUnrunnable(specifier: string, name: string, version?: string): boolean {
  if (name === 'jose') return Number.parseInt(version ?? '0', 10) < 6;
  return UNRUNNABLE.has(specifier.replace(/^node:/, '')) || UNRUNNABLE.has(name);
}

/** Packages that other transforms take out of the code, so that the function only waits for them. */
export const REPLACED: ReadonlySet<string> = new Set(['lambda-api', 'jose', 'jsonwebtoken']);
