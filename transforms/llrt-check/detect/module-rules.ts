import type { RuleCode } from '../../llrt/rules.js';

/** Modules of Node.js with a rule of their own for being missing as a whole. */
const MODULES: Readonly<Record<string, RuleCode>> = {
  http: 'llrt-http-module',
  http2: 'llrt-http-module',
  https: 'llrt-https-module',
  tls: 'llrt-tls-module',
  querystring: 'llrt-querystring',
  dgram: 'llrt-dgram',
  dns: 'llrt-dns',
};

/** Names of the crypto module with a rule of their own, by the beginning of the name. */
const CRYPTO: readonly (readonly [RegExp, RuleCode])[] = [
  [/^(?:KeyObject|create(?:Private|Public|Secret)Key)$/, 'llrt-node-crypto-keyobject'],
  [/^(?:createSign|createVerify|sign|verify|Sign|Verify)$/, 'llrt-node-crypto-sign'],
  [/^(?:create)?(?:Dec|C)ipher|^(?:public|private)(?:En|De)crypt$/, 'llrt-node-crypto-cipher'],
  [
    /^(?:scrypt|pbkdf2|hkdf|timingSafeEqual|generateKey|generatePrime|diffieHellman|createDiffie|getDiffie|createECDH|ECDH)/,
    'llrt-node-crypto-kdf',
  ],
  [/^webcrypto$/, 'llrt-webcrypto-import'],
];

/** Modules whose missing names have a rule of their own. */
const NAMES: Readonly<Record<string, RuleCode>> = {
  https: 'llrt-https-module',
  dns: 'llrt-dns',
  fs: 'llrt-fs-callbacks',
  util: 'llrt-util-promisify',
  events: 'llrt-events-api',
};

/** The rule for a module that a release lacks. */
export function ruleOfModule(module: string): RuleCode {
  return MODULES[module] ?? 'llrt-unsupported-builtins';
}

/** The rule for a name that a module lacks in a release. */
export function ruleOfName(module: string, name: string): RuleCode {
  if (module === 'crypto')
    return CRYPTO.find(([pattern]) => pattern.test(name))?.[1] ?? 'llrt-export-missing';
  if (module === 'path' && /^(?:posix|win32)$/.test(name)) return 'llrt-path-posix';
  if (module === 'process') return 'llrt-process-members';
  if (module === 'async_hooks' && name === 'AsyncLocalStorage') return 'llrt-hono-context-storage';
  return NAMES[module] ?? 'llrt-export-missing';
}
