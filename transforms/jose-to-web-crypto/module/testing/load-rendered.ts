import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as jose from 'jose';
import { offeredNames, renderModule } from '../render.js';
import type { Profile } from '../source-files.js';

/** A library with jose's names: jose itself, or a module that was rendered. */
export type JoseLike = Pick<
  typeof jose,
  | 'CompactSign'
  | 'EmbeddedJWK'
  | 'SignJWT'
  | 'UnsecuredJWT'
  | 'base64url'
  | 'calculateJwkThumbprint'
  | 'compactVerify'
  | 'createLocalJWKSet'
  | 'createRemoteJWKSet'
  | 'decodeJwt'
  | 'decodeProtectedHeader'
  | 'errors'
  | 'exportJWK'
  | 'exportPKCS8'
  | 'exportSPKI'
  | 'generateKeyPair'
  | 'generateSecret'
  | 'importJWK'
  | 'importPKCS8'
  | 'importSPKI'
  | 'importX509'
  | 'jwtVerify'
>;

/** Renders the module with everything it offers and loads it from a temporary file. */
export async function loadRendered(profile: Profile): Promise<JoseLike> {
  const folder = mkdtempSync(join(tmpdir(), 'jose-web-crypto-'));
  const file = join(folder, 'jose-web-crypto.mjs');
  const offered = [...offeredNames(profile)];
  const names = new Set(offered.flatMap(([name, kind]) => (kind === 'value' ? [name] : [])));
  writeFileSync(file, renderModule({ profile, names, language: 'javascript', format: 'esm' }));
  try {
    const loaded: JoseLike = await import(pathToFileURL(file).href);
    return loaded;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
