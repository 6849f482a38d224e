import { decodeBase64, latin1Text, utf8Text } from './text.js';
import type { DecodeOptions, Jwt, JwtPayload } from './types.js';

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** What a token says, its signature not looked at; null for what is no token. */
export function decode(token: string, options: DecodeOptions & { complete: true }): null | Jwt;
export function decode(token: string, options: DecodeOptions & { json: true }): null | JwtPayload;
export function decode(token: string, options?: DecodeOptions): null | JwtPayload | string;
export function decode(token: unknown, options?: DecodeOptions): null | Jwt | JwtPayload | string {
  const jwt = readToken(textOf(token), options || {});
  return jwt && options?.complete !== true ? jwt.payload : jwt;
}

function textOf(token: unknown): string {
  return typeof token === 'string' ? token : JSON.stringify(token);
}

function readToken(token: string, { json }: DecodeOptions): Jwt | null {
  if (!TOKEN.test(token)) return null;
  const [encodedHeader = '', encodedPayload = '', signature = ''] = token.split('.');
  const header = headerIn(encodedHeader);
  if (!header) return null;
  const text = utf8Text(decodeBase64(encodedPayload));
  const content: JwtPayload | string = header.typ === 'JWT' || json ? JSON.parse(text) : text;
  return { header, payload: claimsIn(content), signature };
}

function headerIn(encoded: string): Jwt['header'] | undefined {
  try {
    return JSON.parse(latin1Text(decodeBase64(encoded)));
  } catch {
    return undefined;
  }
}

/** The object that a text holds, or else what is given. */
function claimsIn(content: JwtPayload | string): JwtPayload | string {
  if (typeof content !== 'string') return content;
  try {
    const claims: JwtPayload | null = JSON.parse(content);
    return typeof claims === 'object' && claims !== null ? claims : content;
  } catch {
    return content;
  }
}
