import { posix } from 'node:path';
import type { Finding } from '../engine/finding.js';
import { isTypeScript, positionOf } from '../engine/syntax/parse.js';
import { allows } from './manifest/engines.js';
import type { Decision } from './decide/decision.js';
import { isConfigFile } from './decide/config-files.js';
import { commonJsFinding } from './findings.js';
import type { PackageGraph } from './graph/package-graph.js';

/** What is to be told about a package: what stays as it is and why, and what to look at. */
export function findingsOf(decision: Decision): Finding[] {
  const { graph, refusal } = decision;
  const found = [
    ...brokenFindings(graph),
    ...problemFindings(decision),
    ...consumerFindings(decision),
  ];
  if (refusal !== undefined) {
    const count = found.length === 1 ? 'one place' : `${found.length} places`;
    const file = posix.join(graph.pkg.dir, 'package.json');
    const place = { file, line: 1, column: 1 };
    return [...found, commonJsFinding('package-kept', { ...place, count, reason: refusal })];
  }
  return [
    ...found,
    ...renameFindings(decision),
    ...placeFindings(decision),
    ...dependencyFindings(decision),
    ...compilerFindings(decision),
  ];
}

function brokenFindings(graph: PackageGraph): Finding[] {
  return graph.broken.map((file) => {
    const { message: reason, position } = file.syntaxError ?? { message: '', position: 0 };
    const place = { file: file.path, ...positionOf(file, position) };
    return commonJsFinding('commonjs-syntax-error', { ...place, reason });
  });
}

function consumerFindings({ consumers = [] }: Decision): Finding[] {
  const paths = new Map(consumers.map(({ path, from }) => [path, from.name]));
  return [...paths].map(([path, name]) =>
    commonJsFinding('consumer-outside', { file: path, line: 1, column: 1, name }),
  );
}

/** What keeps files as they are. It stops nothing where the rest of the package becomes ES modules. */
function problemFindings({ graph, problems, refusal }: Decision): Finding[] {
  const found = new Map<string, Finding>();
  for (const { path, problem } of problems) {
    const module = graph.modules.get(path);
    if (!module) continue;
    const { line, column } = positionOf(module.file, problem.node.getStart());
    const finding = commonJsFinding(problem.code, { ...problem.details, file: path, line, column });
    const isDone = refusal === undefined || isConfigFile(path);
    found.set(
      `${path} ${line} ${column} ${problem.code}`,
      isDone ? { ...finding, severity: 'info' } : finding,
    );
  }
  return [...found.values()].toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}

function renameFindings({ kept }: Decision): Finding[] {
  return [...kept].flatMap(([path, renamed]) => {
    if (path === renamed) return [];
    const code = isConfigFile(path) ? 'config-kept' : 'file-kept';
    const name = `\`${posix.basename(renamed)}\``;
    return [commonJsFinding(code, { file: path, line: 1, column: 1, name })];
  });
}

function placeFindings({ graph, converted }: Decision): Finding[] {
  const isMainKnown = allows(graph.pkg.manifest, [24, 2], false);
  return [...converted].flatMap((path) => {
    const module = graph.modules.get(path);
    if (!module) return [];
    const { file, mainChecks, globalWrites } = module;
    const names = new Map(globalWrites.toReversed().map((id) => [id.text, id]));
    return [
      ...(isMainKnown ? [] : mainChecks).map((node) =>
        commonJsFinding('main-check', { file: path, ...positionOf(file, node.getStart()) }),
      ),
      ...[...names].map(([name, node]) =>
        commonJsFinding('undeclared-variable', {
          file: path,
          name,
          ...positionOf(file, node.getStart()),
        }),
      ),
    ];
  });
}

function dependencyFindings({ graph, converted }: Decision): Finding[] {
  const found = new Map<string, Finding>();
  for (const { from, site, target } of graph.links) {
    if (!converted.has(from.path) || target.kind !== 'dependency') continue;
    const { name, format, isKnown } = target.dependency;
    if (format !== 'unknown' || isKnown || found.has(name) || graph.pkg.installed(name)) continue;
    const place = positionOf(from.file, site.node.getStart());
    found.set(
      name,
      commonJsFinding('dependency-not-installed', { file: from.path, name, ...place }),
    );
  }
  return [...found.values()];
}

/** TypeScript that is compiled to CommonJS stays CommonJS. */
function compilerFindings({ graph, converted }: Decision): Finding[] {
  const file = posix.join(graph.pkg.dir, 'tsconfig.json');
  const text = graph.pkg.read(file);
  if (text === undefined || ![...converted].some(isTypeScript)) return [];
  if (!/"module"\s*:\s*"commonjs"/i.test(text)) return [];
  return [commonJsFinding('typescript-compiler', { file, line: 1, column: 1 })];
}
