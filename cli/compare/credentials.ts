import { Failure } from '../../transforms/engine/failure.js';
import type { Secrets } from './secrets.js';

/** A header that every request gets. */
export interface ExtraHeader {
  readonly name: string;
  readonly value: string;
  /** Which endpoint gets it; both without. */
  readonly only?: 'A' | 'B';
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

/** The name of the variable in `env:NAME` and `$NAME`. */
export function variableIn(text: string): string | undefined {
  return FROM_ENV.exec(text)?.[1];
}

/**
 * The value of an environment variable for a header, which `secrets` then keeps out of texts.
 *
 * @throws Failure `credential-missing`, `credential-invalid`; neither has the value
 */
export function fromEnvironment(
  header: string,
  variable: string,
  env: Env,
  secrets: Secrets,
): string {
  // White space at the ends is never sent.
  const value = env[variable]?.trim() ?? '';
  if (value === '')
    throw new Failure(
      'credential-missing',
      `The environment variable ${variable} for the header ${header} is not set.`,
    );
  if (canBeSent(header, value)) {
    secrets.add(value, variable);
    return value;
  }
  throw new Failure(
    'credential-invalid',
    `The environment variable ${variable} cannot be sent as the header ${header}: it has a line break or a character that headers may not have.`,
  );
}

function canBeSent(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    // The message would have the value.
    return false;
  }
}

/**
 * Reads the headers of the command line: `accept: text/html`, `authorization: env:TOKEN`.
 *
 * @param texts by the endpoint that gets them
 * @param secrets gets the values that come from the environment
 * @throws Failure `header-invalid`, `credential-missing`, `credential-invalid`, `credential-written-out`
 */
export function readHeaders(
  texts: readonly { readonly text: string; readonly only?: 'A' | 'B' }[],
  env: Env,
  secrets: Secrets,
): readonly ExtraHeader[] {
  return texts.map(({ text, only }) => {
    const header = readHeader(text, env, secrets);
    return only === undefined ? header : { ...header, only };
  });
}

function readHeader(text: string, env: Env, secrets: Secrets): ExtraHeader {
  const [, name = '', written = ''] = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*)$/s.exec(text) ?? [];
  if (name === '' || !canBeSent(name, written))
    throw new Failure(
      'header-invalid',
      `--header needs a name and a value, for example 'accept: application/json'.`,
    );
  const variable = variableIn(written);
  if (variable !== undefined) return { name, value: fromEnvironment(name, variable, env, secrets) };
  if (!isSecretHeader(name)) return { name, value: written };
  throw new Failure(
    'credential-written-out',
    `The header ${name} is a credential: on the command line others can read it. Put the whole value into an environment variable and name that: --header '${name}: env:API_TOKEN'.`,
  );
}
