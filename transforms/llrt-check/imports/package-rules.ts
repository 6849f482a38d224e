import type { Severity } from '../../engine/finding.js';
import type { Release } from '../../llrt/release.js';
import type { RuleCode } from '../../llrt/rules.js';

/** A rule about importing a package, or names from it. */
export interface PackageRule {
  readonly code: RuleCode;
  /** Specifiers that it is about. */
  readonly specifier: RegExp;
  /** Imported names that it is about; none: any. */
  readonly names?: RegExp;
  /** Its build for browsers runs: nothing to say where bundles are known to take that. */
  readonly browserBuild?: boolean;
  /** Major versions that it is about. */
  readonly below?: number;
  /** How the text names it, where the specifier does not say enough. */
  readonly name?: string;
  severity?(release: Release): Severity;
}

const name = (...names: readonly string[]): RegExp => new RegExp(`^(?:${names.join('|')})(?:/|$)`);

/** Packages that cannot run, or parts of them. */
export const PACKAGE_RULES: readonly PackageRule[] = [
  { code: 'llrt-lambda-api', specifier: name('lambda-api') },
  { code: 'llrt-jose-node-build', specifier: name('jose'), below: 6, browserBuild: true },
  {
    code: 'llrt-jsonwebtoken',
    specifier: name('jsonwebtoken', 'jws', 'jwa', 'jwks-rsa', 'express-jwt', 'passport-jwt'),
  },
  { code: 'llrt-aws-jwt-verify', specifier: name('aws-jwt-verify') },
  {
    code: 'llrt-http-client',
    specifier: name('axios', 'node-fetch', 'cross-fetch', 'isomorphic-fetch', 'superagent'),
    browserBuild: true,
  },
  {
    code: 'llrt-http-client',
    specifier: name('got', 'request', 'request-promise', 'needle', 'undici', 'phin', 'bent'),
  },
  {
    code: 'llrt-http-client',
    specifier: name('express', 'fastify', 'koa', '@hapi/hapi', 'serverless-http'),
  },
  {
    code: 'llrt-powertools',
    specifier: name('@aws-lambda-powertools/tracer', 'aws-xray-sdk', 'aws-xray-sdk-core'),
  },
  {
    code: 'llrt-sentry-datadog-otel',
    specifier: name(
      '@sentry/[^/]+',
      'dd-trace',
      'datadog-lambda-js',
      '@opentelemetry/(?:context-async-hooks|sdk-[^/]+|instrumentation[^/]*|auto-instrumentations-node)',
      'newrelic',
      'elastic-apm-node',
    ),
  },
  { code: 'llrt-middy', specifier: name('@middy/[^/]+') },
  {
    code: 'llrt-pg-ajv',
    specifier: name(
      'pg',
      'mysql',
      'mysql2',
      'ioredis',
      'redis',
      '@redis/client',
      'mongodb',
      'mongoose',
      'tedious',
    ),
  },
  {
    code: 'llrt-native-package',
    specifier: name(
      'sharp',
      'bcrypt',
      'argon2',
      'canvas',
      'sqlite3',
      'better-sqlite3',
      '@prisma/client',
    ),
  },
  { code: 'llrt-sdk-v2', specifier: name('aws-sdk') },
  {
    code: 'llrt-sdk-credential-provider-node',
    specifier: name('@aws-sdk/credential-provider-(?:node|ini|sso|process|login)'),
  },
  {
    code: 'llrt-sdk-credential-provider-node',
    specifier: /^@aws-sdk\/credential-providers$/,
    names: /^from(?:NodeProviderChain|Ini|SSO|Process|InstanceMetadata|ContainerMetadata)$/,
  },
  {
    code: 'llrt-sdk-node-http-handler',
    specifier: name('@smithy/node-http-handler', '@aws-sdk/node-http-handler'),
  },
  {
    code: 'llrt-intl-missing',
    specifier: name('luxon', 'date-fns-tz', '@date-fns/tz', 'dayjs/plugin/timezone(?:\\.js)?'),
    severity: ({ facts }) => (/^0\.[5-7]/.test(facts) ? 'error' : 'warning'),
  },
];

/** Parts of Hono that LLRT cannot run, or runs wrongly. */
export const HONO_RULES: readonly PackageRule[] = [
  { code: 'llrt-response-body', specifier: /^hono\/(?:cors|compress)$/ },
  {
    code: 'llrt-response-body',
    specifier: /^hono\/(?:etag|method-not-allowed)$/,
    severity: () => 'warning',
  },
  { code: 'llrt-compression-stream', specifier: /^hono\/compress$/ },
  { code: 'llrt-hono-context-storage', specifier: /^hono\/context-storage$/ },
  { code: 'llrt-request-forbidden-headers', specifier: /^hono\/csrf$/ },
  { code: 'llrt-streaming-lambda', specifier: /^hono\/aws-lambda$/, names: /^streamHandle$/ },
  { code: 'llrt-transform-stream', specifier: /^hono\/(?:streaming|jsx\/streaming)$/ },
  {
    code: 'llrt-atob-btoa-binary',
    specifier: /^hono\/(?:jwt|jwk|cookie)$/,
    names: /jwt|sign|verify|jwk|SignedCookie/i,
  },
  {
    code: 'llrt-atob-btoa-binary',
    specifier: /^hono\/aws-lambda$/,
    name: 'hono/aws-lambda, for binary bodies,',
  },
];
