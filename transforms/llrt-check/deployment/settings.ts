import type { SdkFlavour } from '../../llrt/sdk.js';

/** How the functions of a workspace are bundled and deployed, as far as it is written out. */
export interface DeploymentSettings {
  /** The binary that functions choose; undefined where none does, or they differ. */
  readonly flavour: SdkFlavour | undefined;
  /** Whether every bundle takes the builds of packages for browsers. */
  readonly browserBuilds: boolean;
  /** Whether LLRT_SDK_CONNECTION_WARMUP is set to 0. */
  readonly warmupOff: boolean;
  /** Whether there is a sign of a bundler. */
  readonly bundled: boolean;
  /** Whether a bundle keeps the newest syntax. */
  readonly keepsSyntax: boolean;
}

/** What one bundle says about itself. */
export interface BundleSettings {
  readonly flavour?: SdkFlavour;
  readonly browserBuilds: boolean;
  readonly keepsSyntax: boolean;
}

/** Puts the settings of all bundles of a workspace together. */
export function joinSettings(
  bundles: readonly BundleSettings[],
  more: Pick<DeploymentSettings, 'warmupOff' | 'bundled'>,
): DeploymentSettings {
  const flavours = new Set(bundles.flatMap(({ flavour }) => flavour ?? []));
  const [flavour] = flavours;
  return {
    flavour: flavours.size === 1 ? flavour : undefined,
    browserBuilds: bundles.length > 0 && bundles.every((bundle) => bundle.browserBuilds),
    keepsSyntax: bundles.some((bundle) => bundle.keepsSyntax),
    ...more,
    bundled: more.bundled || bundles.length > 0,
  };
}
