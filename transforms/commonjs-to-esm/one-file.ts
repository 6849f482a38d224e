import { dirname } from 'node:path';
import { findInstalled } from '../engine/installed-package.js';
import type { Finding } from '../engine/finding.js';
import type { PackageView } from '../engine/transform.js';
import { decide } from './decide/decide.js';
import { commonJsFinding } from './findings.js';
import { readGraph, type PackageGraph } from './graph/package-graph.js';
import { findingsOf } from './report.js';
import { rewriteFile } from './rewrite/rewrite-file.js';

/** What became of one file: its text, the same as before where it stays as it is. */
export interface OneFileResult {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * Rewrites a file by itself, where nothing but the file decides: a program that requires packages
 * and modules of Node and exports nothing. How other files export and import is not known here.
 */
export function transformFile(path: string, text: string): OneFileResult {
  const graph = readGraph(viewOf(path, text));
  const module = graph.modules.get(path);
  const place = { file: path, line: 1, column: 1 };
  if (module && isConnected(graph, path))
    return { text, findings: [commonJsFinding('one-file-only', place)] };
  const decision = decide(graph);
  const findings = findingsOf(decision).map((finding) => ({ ...finding, file: path }));
  if (!module || !decision.converted.has(path) || decision.refusal !== undefined)
    return { text, findings };
  return { text: rewriteFile(decision, module).text, findings };
}

function isConnected(graph: PackageGraph, path: string): boolean {
  const exportRefs = graph.modules.get(path)?.exportRefs ?? [];
  return (
    exportRefs.length > 0 ||
    graph.linksOf(path).some(({ target }) => !['builtin', 'dependency'].includes(target.kind))
  );
}

function viewOf(path: string, text: string): PackageView {
  const folder = dirname(path);
  return {
    name: '',
    dir: folder,
    manifest: {},
    files: [path],
    candidates: [path],
    read: (asked) => (asked === path ? text : undefined),
    installedVersion: () => undefined,
    installed: (dependency) => findInstalled(dependency, folder),
    siblings: () => [],
    loadedOutside: () => new Map(),
  };
}
