import { JOSENotSupported } from './errors.js';

/** One signature algorithm: what its keys are, and how Web Crypto is asked to use them. */
interface Algorithm {
  readonly alg: string;
  readonly kty: 'oct' | 'RSA' | 'EC' | 'OKP';
  readonly key: { readonly name: string; readonly hash?: string; readonly namedCurve?: string };
  readonly signing: { readonly name: string; readonly hash?: string; readonly saltLength?: number };
  /** Length of a signature where the algorithm has one. */
  readonly signatureBytes?: number;
}

/**
 * The algorithm of a name.
 *
 * @throws JOSENotSupported for any other name
 */
function jwsAlgorithm(alg: string): Algorithm {
  const found = hmacAlgorithm(alg) ?? rsaAlgorithm(alg) ?? curveAlgorithm(alg);
  if (!found)
    throw new JOSENotSupported(
      `alg ${alg} is not supported either by JOSE or your javascript runtime`,
    );
  return found;
}

function hmacAlgorithm(alg: string): Algorithm | undefined {
  const bits = /^HS(256|384|512)$/.exec(alg)?.[1];
  if (bits === undefined) return undefined;
  const hmac = { name: 'HMAC', hash: `SHA-${bits}` };
  return { alg, kty: 'oct', key: hmac, signing: hmac };
}

function rsaAlgorithm(alg: string): Algorithm | undefined {
  const [, kind, bits] = /^(RS|PS)(256|384|512)$/.exec(alg) ?? [];
  if (bits === undefined) return undefined;
  const name = kind === 'PS' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  const signing = kind === 'PS' ? { name, saltLength: Number(bits) / 8 } : { name };
  return { alg, kty: 'RSA', key: { name, hash: `SHA-${bits}` }, signing };
}

const CURVES: Readonly<Record<string, string>> = { '256': 'P-256', '384': 'P-384', '512': 'P-521' };

function curveAlgorithm(alg: string): Algorithm | undefined {
  if (alg === 'EdDSA' || alg === 'Ed25519') {
    const ed25519 = { name: 'Ed25519' };
    return { alg, kty: 'OKP', key: ed25519, signing: ed25519, signatureBytes: 64 };
  }
  const bits = /^ES(256|384|512)$/.exec(alg)?.[1];
  const namedCurve = bits === undefined ? undefined : CURVES[bits];
  if (namedCurve === undefined) return undefined;
  const name = 'ECDSA';
  const signatureBytes = bits === '512' ? 132 : Number(bits) / 4;
  const signing = { name, hash: `SHA-${bits}` };
  return { alg, kty: 'EC', key: { name, namedCurve }, signing, signatureBytes };
}

export { jwsAlgorithm };
export type { Algorithm };
