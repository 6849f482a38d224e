import type { Release } from '../../llrt/release.js';
import { applies, llrtFinding, type LlrtFinding, type RuleCode } from '../../llrt/rules.js';
import { isFromNpm } from './check-construct.js';
import type { BundleSettings } from './settings.js';

/** A line of a package.json that calls esbuild. */
interface Script {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** The lines of a package.json that call esbuild. */
function scriptsOf(file: string, text: string): readonly Script[] {
  return text
    .split('\n')
    .map((line, index) => ({ file, line: index + 1, text: line }))
    .filter((script) => /\besbuild\s+(?:--|\S+\.[cm]?[jt]sx?)/.test(script.text));
}

/** What the scripts of a package.json say about their bundles, and what there is to say about them. */
export function checkScripts(
  file: string,
  text: string,
  release: Release,
): { readonly bundles: readonly BundleSettings[]; readonly findings: readonly LlrtFinding[] } {
  const scripts = scriptsOf(file, text);
  return {
    bundles: scripts.map((script) => ({
      browserBuilds: /--conditions=\S*browser|--platform=browser/.test(script.text),
      keepsSyntax: /--target=esnext/i.test(script.text) || !script.text.includes('--target='),
    })),
    findings: scripts.flatMap((script) =>
      rulesOf(script.text)
        .filter(({ code }) => applies(code, release))
        .map(({ code, name }) => llrtFinding(code, { file, line: script.line, column: 1, name })),
    ),
  };
}

function rulesOf(text: string): readonly { readonly code: RuleCode; readonly name: string }[] {
  const externals = [...text.matchAll(/--external:([^\s"'\\]+)/g)].map((match) => match[1] ?? '');
  const found: { code: RuleCode; name: string }[] = externals
    .filter(isFromNpm)
    .map((name) => ({ code: 'llrt-node-modules-layer', name }));
  if (/--banner\S*createRequire|--banner.*createRequire/.test(text))
    found.push({ code: 'llrt-create-require-banner', name: '' });
  if (text.includes('--platform=browser'))
    found.push({
      code: externals.some((name) => name.startsWith('node:'))
        ? 'llrt-hono-aws-lambda-import'
        : 'llrt-bundle-platform',
      name: '',
    });
  return found;
}
