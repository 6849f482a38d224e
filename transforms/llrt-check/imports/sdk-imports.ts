import type { Release } from '../../llrt/release.js';
import { applies } from '../../llrt/rules.js';
import {
  flavourOf,
  GLOBAL_CLIENTS,
  isEmbedded,
  isSdkClient,
  type SdkFlavour,
} from '../../llrt/sdk.js';
import { packageName } from '../bundle/package-of.js';
import type { ImportHit } from './check-imports.js';
import type { OwnImport } from './own-imports.js';

/** How the deployment treats the AWS SDK. */
export interface SdkSettings {
  readonly release: Release;
  readonly flavour: SdkFlavour;
  /** Whether LLRT_SDK_CONNECTION_WARMUP is set to 0 somewhere. */
  readonly warmupOff: boolean;
}

/** What there is to say about importing a package of the AWS SDK. */
export function ofSdk(found: OwnImport, settings: SdkSettings): readonly ImportHit[] {
  const name = packageName(found.specifier);
  if (isSdkClient(name)) return ofClient(name, found, settings);
  const { facts } = settings.release;
  const isGone =
    found.specifier.startsWith('@smithy/') &&
    applies('llrt-sdk-smithy-external-main', settings.release) &&
    !isEmbedded(facts, 'full', found.specifier);
  return isGone
    ? [{ code: 'llrt-sdk-smithy-external-main', details: { name: found.specifier }, import: found }]
    : [];
}

function ofClient(name: string, found: OwnImport, settings: SdkSettings): readonly ImportHit[] {
  const { release, flavour } = settings;
  const details = { name };
  const embedded = flavourOf(name);
  if (flavour === 'none') return [];
  if (embedded === undefined) return [{ code: 'llrt-sdk-not-embedded', details, import: found }];
  const hits: ImportHit[] = [];
  if (embedded === 'full' && flavour === 'std')
    hits.push({ code: 'llrt-sdk-not-in-flavour', details, import: found });
  if (name === '@aws-sdk/client-sfn' && applies('llrt-sdk-sfn-hang', release))
    hits.push({ code: 'llrt-sdk-sfn-hang', details, import: found });
  if (GLOBAL_CLIENTS.has(name)) hits.push(...ofGlobalClient(name, found, settings));
  return hits;
}

function ofGlobalClient(
  name: string,
  found: OwnImport,
  { release, warmupOff }: SdkSettings,
): readonly ImportHit[] {
  if (applies('llrt-sdk-iam-hang', release))
    return [{ code: 'llrt-sdk-iam-hang', details: { name }, import: found }];
  if (applies('llrt-sdk-global-warmup', release))
    return warmupOff ? [] : [{ code: 'llrt-sdk-global-warmup', details: { name }, import: found }];
  const details = {
    name: `${name} has one endpoint for the whole world`,
    effect: 'the function hangs while it starts (up to 0.6.2), or starts 200 ms later (0.7.0),',
    needed: 'LLRT 0.8.0',
  };
  return [{ code: 'llrt-needs-release', details, import: found }];
}
