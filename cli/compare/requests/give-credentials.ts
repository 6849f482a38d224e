import type { CommandContext } from '../../command.js';
import { count } from '../../text.js';
import { fromEnvironment, isSecretHeader, variableIn } from '../credentials.js';
import type { CompareRequest } from '../request.js';
import type { Secrets } from '../secrets.js';

/**
 * Gives the requests of a file their credentials. Only the environment may have them: one that
 * stands in the file is not sent, because it would end up in a repository or a report, and that is
 * told once for each header.
 *
 * @throws Failure `credential-missing`, `credential-invalid`
 */
export function giveCredentials(
  requests: readonly CompareRequest[],
  { io, talk }: Pick<CommandContext, 'io' | 'talk'>,
  secrets: Secrets,
): readonly CompareRequest[] {
  const left = new Map<string, number>();
  const given = requests.map((request) => ({
    ...request,
    headers: request.headers.flatMap(([name, value]) => {
      if (!isSecretHeader(name)) return [[name, value] as const];
      const variable = variableIn(value);
      if (variable !== undefined)
        return [[name, fromEnvironment(name, variable, io.env, secrets)] as const];
      left.set(name.toLowerCase(), (left.get(name.toLowerCase()) ?? 0) + 1);
      return [];
    }),
  }));
  for (const [name, times] of left)
    talk(
      `The header ${name} of ${count(times, 'request')} is not sent, because credentials come from the environment only: write "env:NAME" in the file, or use --header '${name}: env:NAME'.`,
    );
  return given;
}
