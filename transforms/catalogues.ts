import type { CatalogueEntry } from './engine/catalogue.js';
import { engineFindings } from './engine/findings.js';
import { commonJsFindings } from './commonjs-to-esm/findings.js';
import { lambdaApiFindings } from './lambda-api-to-hono/findings.js';
import { llrtFindings } from './llrt/rules.js';
import { checkFindings } from './llrt-check/findings.js';
import { formDataFindings } from './form-data-to-url-search-params/findings.js';
import { joseFindings } from './jose-to-web-crypto/findings.js';
import { llrtFunctionFindings } from './nodejs-function-to-llrt/findings.js';

/** The findings of one part of the product. */
export interface Catalogue {
  /** Heading of its part of `docs/findings.md`. */
  readonly title: string;
  readonly entries: readonly CatalogueEntry[];
}

/** Every catalogue, in the order of `docs/findings.md`. */
export const CATALOGUES: readonly Catalogue[] = [
  { title: 'The workspace', entries: engineFindings },
  { title: 'commonjs-to-esm', entries: commonJsFindings },
  { title: 'lambda-api-to-hono', entries: lambdaApiFindings },
  { title: 'check', entries: [...checkFindings, ...llrtFindings] },
  { title: 'jose-to-web-crypto', entries: joseFindings },
  { title: 'form-data-to-url-search-params', entries: formDataFindings },
  { title: 'nodejs-function-to-llrt', entries: llrtFunctionFindings },
];
