import { Failure } from '../../transforms/engine/failure.js';

/** A header that every request gets. */
export interface ExtraHeader {
  readonly name: string;
  readonly value: string;
  /** Which endpoint gets it; both without. */
  readonly only?: 'A' | 'B';
}

/** Headers, and how to keep what they hold out of every text. */
export interface Credentials {
  readonly headers: readonly ExtraHeader[];
  /** Puts the name of the variable where its value stands. */
  redact(text: string): string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Headers whose values are secrets: they come from the environment. */
const SECRET =
  /^(?:authorization|proxy-authorization|cookie|x-api-key|x-amz-security-token)$|token|secret/i;
const FROM_ENV = /^(?:env:|\$)(\w+)$/;

/** Whether a header should not stand in a file or on the command line. */
export function isSecretHeader(name: string): boolean {
  return SECRET.test(name);
}

/**
 * Reads the headers of the command line: `accept: text/html`, `authorization: env:TOKEN`.
 *
 * @param texts by the endpoint that gets them
 * @throws Failure `header-invalid`, `credential-missing`, `credential-written-out`
 */
export function readHeaders(
  texts: readonly { readonly text: string; readonly only?: 'A' | 'B' }[],
  env: Env,
): Credentials {
  const secrets = new Map<string, string>();
  const headers = texts.map(({ text, only }) => {
    const header = readHeader(text, env, secrets);
    return only === undefined ? header : { ...header, only };
  });
  return { headers, redact: (text) => redacted(text, secrets) };
}

function readHeader(text: string, env: Env, secrets: Map<string, string>): ExtraHeader {
  const [, name = '', written = ''] = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*)$/s.exec(text) ?? [];
  if (name === '' || /[\r\n\0]/.test(written))
    throw new Failure(
      'header-invalid',
      `--header needs a name and a value, for example 'accept: application/json'.`,
    );
  const variable = FROM_ENV.exec(written)?.[1];
  if (variable === undefined) {
    if (!isSecretHeader(name)) return { name, value: written };
    throw new Failure(
      'credential-written-out',
      `The header ${name} is a credential: on the command line others can read it. Put the whole value into an environment variable and name that: --header '${name}: env:API_TOKEN'.`,
    );
  }
  const value = env[variable];
  if (value === undefined || value === '')
    throw new Failure(
      'credential-missing',
      `The environment variable ${variable} for the header ${name} is not set.`,
    );
  secrets.set(value, variable);
  return { name, value };
}

function redacted(text: string, secrets: ReadonlyMap<string, string>): string {
  let result = text;
  for (const [value, name] of secrets)
    // Also without the scheme, which an answer may leave out.
    for (const part of [value, value.replace(/^\w+ /, '')])
      if (part.length > 3) result = result.replaceAll(part, `[${name}]`);
  return result;
}
