import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.js';
import { engineFinding } from './findings.js';
import { readable, type DecodedText } from './text-file.js';

/**
 * The texts of a workspace as they were when first looked at. A file that matters is read
 * once; a file without any needle is read once by the pre-filter and not kept.
 */
export interface TextStore {
  /** Text of a file, or undefined where there is none or it cannot be read (then a finding exists). */
  read(path: string): DecodedText | undefined;
  /** The files whose text contains one of the needles, in the order given. */
  candidates(files: readonly string[], needles: readonly string[]): readonly string[];
  /** Findings about files that could not be read so far, without those of other files than asked for. */
  findings(wanted: (path: string) => boolean): readonly Finding[];
}

/** Opens the texts below a folder. Nothing is read yet. */
export function openTextStore(root: string): TextStore {
  const texts = new Map<string, DecodedText | undefined>();
  const unreadable = new Map<string, Finding>();
  const load = (path: string): Buffer | undefined => {
    try {
      return readFileSync(join(root, path));
    } catch (error) {
      if (!isMissing(error)) unreadable.set(path, unreadableFinding(path, reasonOf(error)));
      return undefined;
    }
  };
  const decode = (path: string, bytes: Buffer): DecodedText | undefined => {
    const decoded = readable(bytes);
    if (typeof decoded !== 'string') return decoded;
    unreadable.set(path, unreadableFinding(path, decoded));
    return undefined;
  };
  const keep = (path: string, bytes: Buffer | undefined): DecodedText | undefined => {
    const decoded = bytes && decode(path, bytes);
    texts.set(path, decoded);
    return decoded;
  };
  return {
    read: (path) => (texts.has(path) ? texts.get(path) : keep(path, load(path))),
    candidates: (files, needles) =>
      files.filter((path) => {
        if (texts.has(path)) return containsAny(texts.get(path)?.text ?? '', needles);
        const bytes = load(path);
        // One byte is one character here: needles are ASCII, and decoding UTF-8 costs more.
        const found = bytes !== undefined && containsAny(bytes.toString('latin1'), needles);
        if (found) return keep(path, bytes) !== undefined;
        // A file without a needle matters when its bytes hide what it says, as UTF-16 does.
        if (bytes && !isUtf8(bytes)) keep(path, bytes);
        return false;
      }),
    findings: (wanted) =>
      [...unreadable].filter(([path]) => wanted(path)).map(([, finding]) => finding),
  };
}

function containsAny(text: string, needles: readonly string[]): boolean {
  return needles.some((needle) => text.includes(needle));
}

function unreadableFinding(file: string, reason: string): Finding {
  return engineFinding('file-unreadable', { file, line: 1, column: 1, reason });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
