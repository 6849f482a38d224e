import { ts } from '../../engine/syntax/typescript.js';
import type { SdkFlavour } from '../../llrt/sdk.js';
import { externalModules } from '../bundle/builtins.js';
import { referencesOf } from '../bundle/references.js';
import type { BundleView } from '../bundle/view.js';
import type { Release } from '../../llrt/release.js';
import { detectAwsAtLoad, detectBundledClients } from './aws.js';
import { detectBuffers } from './buffers.js';
import { detectExceptions } from './exceptions.js';
import { detectForms } from './forms.js';
import { detectGlobals } from './globals.js';
import { detectHandlers } from './handlers.js';
import type { Detector, Hit, Tools } from './hit.js';
import { detectIntl } from './intl.js';
import { detectLanguage } from './language.js';
import { detectModules, detectUnreadImports } from './modules.js';
import { detectRegex } from './regex.js';
import { detectRequests } from './requests.js';
import { detectResponses } from './responses.js';

/** What is looked at in every package. */
const EVERYWHERE: readonly Detector[] = [
  detectModules,
  detectGlobals,
  detectBuffers,
  detectLanguage,
  detectIntl,
  detectRegex,
];
/** What is looked at in the code of the workspace alone: in a package it is not known to be used. */
const OWN: readonly Detector[] = [
  detectForms,
  detectResponses,
  detectExceptions,
  detectRequests,
  detectUnreadImports,
];

/** Packages that are known to run; what parts of them need is a matter of what is imported. */
const KNOWN_TO_RUN = new Set(['hono', 'jose']);

/** Everything the rules have to say about the code of a bundle. */
export function scanBundle(
  view: BundleView,
  release: Release,
  flavour: SdkFlavour,
): readonly Hit[] {
  const tools: Tools = { view, release, modules: externalModules(view) };
  const references = referencesOf(view);
  const hits: Hit[] = [...detectHandlers(tools)];
  for (const statement of view.ast.statements) {
    const from = view.packageOf(statement);
    if (from === undefined || KNOWN_TO_RUN.has(from)) continue;
    const detectors = from === '' ? [...EVERYWHERE, ...OWN] : EVERYWHERE;
    visit(statement, (node) => {
      for (const detect of detectors) hits.push(...detect(node, tools));
      if (from !== '') return;
      hits.push(...detectAwsAtLoad(node, tools, references));
      hits.push(...detectBundledClients(node, tools, flavour));
    });
  }
  return hits;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
