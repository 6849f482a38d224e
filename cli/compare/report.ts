import type { Difference } from '../verify/compare/differences.js';

/** One request that the endpoints answered differently. */
export interface DifferentRequest {
  readonly request: string;
  readonly method: string;
  readonly path: string;
  readonly fields: readonly {
    readonly field: string;
    readonly a: string;
    readonly b: string;
  }[];
}

/** The document of `compare --json`. */
export interface CompareReport {
  readonly schemaVersion: 1;
  /** The addresses, without credentials. */
  readonly endpoints: { readonly a: string; readonly b: string };
  readonly summary: {
    readonly requests: number;
    readonly same: number;
    readonly different: number;
    /** Requests that got no answer from either endpoint; they are among `different`. */
    readonly failed: number;
    /** Requests that were left out because they may change something. */
    readonly leftOut: number;
    /** How often each status was answered: two APIs that only refuse are the same as well. */
    readonly statuses: {
      readonly a: Readonly<Record<string, number>>;
      readonly b: Readonly<Record<string, number>>;
    };
  };
  readonly different: readonly DifferentRequest[];
  readonly ignoredHeaders: readonly string[];
}

/** One request with how its answers differ. */
export interface ComparedRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly differences: readonly Difference[];
  readonly isFailed: boolean;
  /** Status of each answer, or `failed`. */
  readonly statuses: { readonly a: string; readonly b: string };
}

/** What is reported besides the requests. */
export interface Compared {
  readonly endpoints: CompareReport['endpoints'];
  readonly leftOut: number;
  readonly ignoredHeaders: readonly string[];
}

/**
 * Puts the report together.
 *
 * @param redact keeps credentials out of what endpoints answered
 */
export function buildReport(
  requests: readonly ComparedRequest[],
  { endpoints, leftOut, ignoredHeaders }: Compared,
  redact: (text: string) => string,
): CompareReport {
  const different = requests.filter(({ differences }) => differences.length > 0);
  return {
    schemaVersion: 1,
    endpoints,
    summary: {
      requests: requests.length,
      same: requests.length - different.length,
      different: different.length,
      failed: requests.filter(({ isFailed }) => isFailed).length,
      leftOut,
      statuses: {
        a: counted(requests.map(({ statuses }) => statuses.a)),
        b: counted(requests.map(({ statuses }) => statuses.b)),
      },
    },
    different: different.map(({ name, method, path, differences }) => ({
      request: redact(name),
      method,
      path: redact(path),
      fields: differences.map(({ field, before, after }) => ({
        field,
        a: redact(before),
        b: redact(after),
      })),
    })),
    ignoredHeaders,
  };
}

function counted(statuses: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const status of statuses.toSorted()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
