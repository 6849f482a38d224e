import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderTokenModule, tokenNames } from '../render.js';
import type { TokenProfile } from '../source-files.js';

/** What jsonwebtoken and a module in its place have in common, called with anything. */
export interface TokenLibrary {
  sign(payload: unknown, key: unknown, options?: unknown): unknown;
  verify(token: unknown, key: unknown, options?: unknown): unknown;
  decode(token: unknown, options?: unknown): unknown;
  readonly JsonWebTokenError: new (message: string, error?: Error) => Error;
  readonly TokenExpiredError: new (message: string, expiredAt: Date) => Error;
  readonly NotBeforeError: new (message: string, date: Date) => Error;
}

/** Renders the module with everything it offers and loads it from a temporary file. */
export async function loadTokenModule(profile: TokenProfile): Promise<TokenLibrary> {
  const folder = mkdtempSync(join(tmpdir(), 'jsonwebtoken-web-crypto-'));
  const file = join(folder, 'module.mjs');
  const values = [...tokenNames(profile)].filter(([, kind]) => kind === 'value');
  const names = new Set(values.map(([name]) => name));
  writeFileSync(file, renderTokenModule({ profile, names, language: 'javascript', format: 'esm' }));
  try {
    const loaded: TokenLibrary = await import(pathToFileURL(file).href);
    return loaded;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
