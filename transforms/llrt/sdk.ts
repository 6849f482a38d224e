import { compat } from './compat.js';

/** What an LLRT binary brings of the AWS SDK: `std`, `full` or nothing. */
export const SDK_FLAVOURS = ['std', 'full', 'none'] as const;
export type SdkFlavour = (typeof SDK_FLAVOURS)[number];

/** How `llrtBinaryType` of cdk-lambda-llrt names a flavour. */
export const BINARY_TYPES: Readonly<Record<string, SdkFlavour>> = {
  STANDARD: 'std',
  FULL_SDK: 'full',
  NO_SDK: 'none',
};

const STANDARD: ReadonlySet<string> = new Set(compat.sdk.std_clients);
const FULL: ReadonlySet<string> = new Set([
  ...compat.sdk.std_clients,
  ...compat.sdk.full_only_clients,
]);

/** Embedded clients whose service has one endpoint for the whole world. */
export const GLOBAL_CLIENTS: ReadonlySet<string> = new Set(['@aws-sdk/client-iam']);

/** Whether a package is a client, or a library on clients, of the AWS SDK v3. */
export function isSdkClient(name: string): boolean {
  return /^@aws-sdk\/(?:client|lib)-/.test(name);
}

/** The smallest flavour that embeds a client, undefined when none does. */
export function flavourOf(client: string): SdkFlavour | undefined {
  if (STANDARD.has(client)) return 'std';
  return FULL.has(client) ? 'full' : undefined;
}

/**
 * Whether a binary of a flavour brings a package, so that a bundle may leave it out.
 *
 * @param facts a release that has facts
 * @param specifier as imported, for example `@aws-sdk/core/client`
 */
export function isEmbedded(facts: string, flavour: SdkFlavour, specifier: string): boolean {
  if (flavour === 'none') return false;
  if (isSdkClient(specifier)) return (flavour === 'std' ? STANDARD : FULL).has(specifier);
  const release = compat.sdk.releases[facts];
  return (
    release !== undefined &&
    (release.additional_packages.includes(specifier) ||
      release.replaced_packages.includes(specifier))
  );
}
