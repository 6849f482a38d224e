import { readFileSync } from 'node:fs';
import { readable, type DecodedText } from './text-file.js';
import type { Manifest } from './transform.js';

/** A package.json, or the line and the reason why it is none. */
export type ManifestResult =
  { readonly manifest: Manifest } | { readonly line: number; readonly reason: string };

/** Reads a package.json file. Never throws: what is wrong is in the result. */
export function parseManifest(path: string): ManifestResult {
  let decoded: DecodedText | string;
  try {
    decoded = readable(readFileSync(path));
  } catch (error) {
    return { line: 1, reason: error instanceof Error ? error.message : String(error) };
  }
  if (typeof decoded === 'string') return { line: 1, reason: decoded };
  const { text } = decoded;
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value)
      ? { manifest: value }
      : { line: 1, reason: 'it is no JSON object of the expected shape' };
  } catch (error) {
    return locateError(text, error instanceof Error ? error.message : String(error));
  }
}

/** V8 names the offset in its message, or says that the text ends too early. */
function locateError(text: string, message: string): ManifestResult {
  const offset = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  return { line: text.slice(0, offset).split('\n').length, reason: `it is no JSON: ${message}` };
}

/** Only the parts that are read need the right type; npm itself is as lenient with the rest. */
function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const fields: Record<string, unknown> = { ...value };
  const strings = ['name', 'type', 'main'].every(
    (key) => fields[key] === undefined || typeof fields[key] === 'string',
  );
  const maps = ['dependencies', 'devDependencies', 'peerDependencies'].every((key) => {
    const map = fields[key];
    if (map === undefined) return true;
    return (
      typeof map === 'object' &&
      map !== null &&
      Object.values(map).every((version) => typeof version === 'string')
    );
  });
  return strings && maps;
}
