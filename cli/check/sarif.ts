import { pathToFileURL } from 'node:url';
import type { Severity } from '../../transforms/engine/finding.js';
import { titleOf } from '../../transforms/engine/catalogue.js';
import { CATALOGUES } from '../../transforms/catalogues.js';
import { productVersion } from '../package-root.js';
import type { CheckFinding, CheckReport } from './check-report.js';

const LEVEL = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  string
>;

/**
 * A report in the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0), as code scanning
 * services read it. Paths are relative to the workspace root.
 *
 * @param root absolute path of the workspace
 */
export function toSarif(report: CheckReport, root: string): object {
  const codes = [...new Set(report.findings.map(({ code }) => code))].toSorted();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'llrt-migrate',
            semanticVersion: productVersion(),
            rules: codes.map(ruleOf),
          },
        },
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(root).href}/` } },
        columnKind: 'utf16CodeUnits',
        properties: { llrt: report.llrt, sdk: report.sdk, ready: report.ready },
        results: report.findings.map((finding) => resultOf(finding, codes)),
      },
    ],
  };
}

function ruleOf(code: string): object {
  const entry = CATALOGUES.flatMap(({ entries }) => entries).find((known) => known.code === code);
  if (!entry) return { id: code };
  return {
    id: code,
    shortDescription: { text: titleOf(entry) },
    fullDescription: { text: entry.why },
    help: { text: entry.remedy },
    defaultConfiguration: { level: LEVEL[entry.severity] },
  };
}

function resultOf(finding: CheckFinding, codes: readonly string[]): object {
  const { code, severity, message, help, file, line, column, affects, references, routes } =
    finding;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVEL[severity],
    message: { text: `${message}. ${help}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file), uriBaseId: 'ROOT' },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    properties: { affects, references, routes },
  };
}

/** A path as a relative URI, also where a name has `#` or `?` in it. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
