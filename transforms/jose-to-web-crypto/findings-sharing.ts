import type { CatalogueEntry } from '../engine/catalogue.js';

/** About errors and keys that code on jose and code on Web Crypto would exchange. */
export const joseSharingFindings = [
  {
    code: 'jose-errors-shared',
    severity: 'error',
    title: 'Errors are told apart by the classes of jose, and {other} stays on jose',
    why: 'the module that takes the place of jose has error classes of its own, so `instanceof` would say no to the errors of the other file',
    remedy:
      "Migrate both files together, or compare `error.code` (`'ERR_JWT_EXPIRED'`), which is the same on both.",
  },
  {
    code: 'jose-keys-shared',
    severity: 'error',
    title: 'Keys may go between this file and {other}, which stays on jose',
    why: 'jose 4 and 5 make keys (KeyObject) that Web Crypto does not take, and do not take those of the module',
    remedy: 'Migrate both files together, or pass keys on as JWK or PEM.',
  },
  {
    code: 'jose-packages-share',
    severity: 'error',
    title: 'The packages {name} and {other} both use jose, and {what} may go from one to the other',
    why: 'each package gets a module of its own, and one does not know the {what} of the other',
    remedy:
      'Compare `error.code` instead of `instanceof`, and pass keys on as JWK or PEM; or let one package alone use jose and offer functions to the other.',
  },
  {
    code: 'jose-public-api',
    severity: 'error',
    title: '`{name}` of jose is part of what this package offers to others',
    why: 'the package is published, and its users may give it keys of their own jose or catch its errors by the classes of jose',
    remedy:
      "Offer types of your own (JWK, PEM, `Uint8Array`) and error codes in the package's API, or set `private` in package.json when it is not published.",
  },
] as const satisfies readonly CatalogueEntry[];
