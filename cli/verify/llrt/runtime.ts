import type { Release } from '../../../transforms/llrt/release.js';
import type { SdkFlavour } from '../../../transforms/llrt/sdk.js';
import type { Refusal } from './refusals.js';

/** Runs the code as it is now on LLRT, or on what stands for it. */
export interface LlrtRuntime {
  readonly release: Release;
  /** Undefined: the smallest binary that has the AWS clients in use. */
  readonly flavour: SdkFlavour | undefined;
  /** Absolute path of an LLRT binary, to run instead of what stands for it. */
  readonly binary?: string;
  /** Folders of the workspace packages by name. */
  readonly members: ReadonlyMap<string, string>;
  /** Is told what the code asked for and LLRT lacks. */
  readonly onRefusal: (refusal: Refusal) => void;
  /** Is told which binary of LLRT the bundle needs. */
  readonly onFlavour: (flavour: SdkFlavour) => void;
  /** Is told which sources the setup module loads that the bundle has copies of. */
  readonly onOwnCopies: (sources: readonly string[]) => void;
  /** Is told that the second engine is not installed. */
  readonly onNoSecondOpinion: () => void;
}

/** What `verify --json` says about the runtime. */
export interface RuntimeReport {
  readonly name: 'llrt';
  /** The release, for example `0.8.1`. */
  readonly llrt: string;
  readonly sdk: SdkFlavour;
  /** A process of Node.js that offers what the release does, or LLRT itself. */
  readonly engine: 'profile' | 'binary';
  /** What the code asked for and the release lacks or does otherwise; not told by LLRT itself. */
  readonly lacking: readonly Refusal[];
}
