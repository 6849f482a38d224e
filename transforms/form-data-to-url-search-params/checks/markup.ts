/** A form in markup that sends multipart/form-data. */
export interface MarkupForm {
  /** Where it is sent; undefined when that is decided at run time, '' for the address of the page. */
  readonly action: string | undefined;
  /** Offset in the text. */
  readonly offset: number;
}

const MULTIPART = /\bencType\s*=\s*(?:\{\s*)?["'`]?multipart\/form-data/i;

/**
 * Finds `<form enctype="multipart/form-data">` in HTML, in templates and in JSX.
 *
 * @example multipartForms('<form action="/up" enctype="multipart/form-data">') // [{ action: '/up', offset: 0 }]
 */
export function multipartForms(text: string): MarkupForm[] {
  if (!/multipart\/form-data/i.test(text)) return [];
  return [...text.matchAll(/<form\b[^>]*>?/gi)]
    .filter(([tag]) => MULTIPART.test(tag))
    .map((match) => ({ action: actionOf(match[0]), offset: match.index }));
}

function actionOf(tag: string): string | undefined {
  const quoted = /\baction\s*=\s*(?:\{\s*)?(["'`])(.*?)\1/is.exec(tag);
  const bare = /\baction\s*=\s*([^\s"'`{>]+)/i.exec(tag);
  const action = quoted?.[2] ?? bare?.[1];
  if (action !== undefined) return /\$\{|\{\{|<%|\{%/.test(action) ? undefined : action;
  return /\baction\s*=/i.test(tag) ? undefined : '';
}
