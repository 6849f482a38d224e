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
  /** Names needles that will be asked for, so that one read of a file answers for all of them. */
  announce(needles: readonly string[]): void;
  /** The files whose text contains one of the needles, in the order given. */
  candidates(files: readonly string[], needles: readonly string[]): readonly string[];
  /** Findings about files that could not be read so far, without those of other files than asked for. */
  findings(wanted: (path: string) => boolean): readonly Finding[];
}

/** Opens the texts below a folder. Nothing is read yet. */
export function openTextStore(root: string): TextStore {
  const texts = new Map<string, DecodedText | undefined>();
  const unreadable = new Map<string, Finding>();
  const announced = new Set<string>();
  /** Files that have been read and have none of the announced needles. */
  const bare = new Set<string>();
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
  const announce = (needles: readonly string[]): void => {
    if (needles.every((needle) => announced.has(needle))) return;
    for (const needle of needles) announced.add(needle);
    bare.clear();
  };
  /** Most files are never decoded: needles are looked for in the bytes. */
  const search = (path: string): void => {
    const bytes = load(path);
    const hasNeedle = bytes && [...announced].some((needle) => bytes.includes(needle));
    // A file without a needle matters when its bytes hide what it says, as UTF-16 does.
    if (bytes && (hasNeedle || !isUtf8(bytes))) keep(path, bytes);
    else bare.add(path);
  };
  return {
    read: (path) => (texts.has(path) ? texts.get(path) : keep(path, load(path))),
    announce,
    candidates: (files, needles) => {
      announce(needles);
      return files.filter((path) => {
        if (!texts.has(path) && !bare.has(path)) search(path);
        const text = texts.get(path)?.text;
        return text !== undefined && needles.some((needle) => text.includes(needle));
      });
    },
    findings: (wanted) =>
      [...unreadable].filter(([path]) => wanted(path)).map(([, finding]) => finding),
  };
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
