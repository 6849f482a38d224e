/** A name that the emitted module can export. */
export type HelperName = 'readForm' | 'parseForm' | 'parseFormAll' | 'parseDottedForm';

/** One declaration of the emitted module, as TypeScript; JavaScript is made from it by leaving the types out. */
export interface HelperDeclaration {
  readonly name: string;
  readonly isType: boolean;
  readonly uses: readonly string[];
  readonly text: string;
}

/** First line of the module, by which a later run recognises it. */
export const HELPER_HEADER =
  '// Reads urlencoded forms from the text of the body, which works on every LLRT release.';

/** Everything the module can hold, in the order of the module. */
export const HELPER_DECLARATIONS: readonly HelperDeclaration[] = [
  {
    name: 'FormSource',
    isType: true,
    uses: [],
    text: `/** What a form is read from: the request of Hono, or a Request or Response. */
type FormSource = { text(): Promise<string> } & (
  | { readonly headers: FormHeaders }
  | { readonly raw: { readonly headers: FormHeaders } }
);`,
  },
  {
    name: 'FormHeaders',
    isType: true,
    uses: [],
    text: `interface FormHeaders {
  get(name: string): string | null;
}`,
  },
  {
    name: 'DottedForm',
    isType: true,
    uses: [],
    text: `/** Fields by name, with an object for each dot in a name. */
interface DottedForm {
  [name: string]: string | string[] | DottedForm;
}`,
  },
  {
    name: 'readForm',
    isType: false,
    uses: ['FormSource', 'FormHeaders', 'formType'],
    text: `/** The fields of an urlencoded body. Throws a TypeError for a body of another type. */
async function readForm(source: FormSource): Promise<URLSearchParams> {
  const text = await source.text();
  const type = formType(source);
  if (type === 'multipart/form-data') {
    throw new TypeError('Multipart forms are not read here.');
  }
  if (type !== 'application/x-www-form-urlencoded') {
    throw new TypeError(
      'Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".',
    );
  }
  return new URLSearchParams(text);
}`,
  },
  {
    name: 'parseForm',
    isType: false,
    uses: ['FormSource', 'FormHeaders', 'formFields', 'addValue'],
    text: `/**
 * The fields of an urlencoded body as an object, empty for a body of another type.
 * The last value of a name counts; names that end in \`[]\` give an array.
 */
async function parseForm<T extends object = Record<string, string>>(
  source: FormSource,
): Promise<T> {
  const fields = await formFields(source);
  if (!fields) return {} as T;
  const form = Object.create(null);
  for (const [name, value] of fields) {
    if (name.endsWith('[]')) addValue(form, name, value);
    else form[name] = value;
  }
  return form;
}`,
  },
  {
    name: 'parseFormAll',
    isType: false,
    uses: ['FormSource', 'FormHeaders', 'formFields', 'addValue'],
    text: `/**
 * The fields of an urlencoded body as an object, empty for a body of another type.
 * A name that is repeated, or ends in \`[]\`, gives an array.
 */
async function parseFormAll<
  T extends object = Record<string, string | string[]>,
>(source: FormSource): Promise<T> {
  const fields = await formFields(source);
  if (!fields) return {} as T;
  const form = Object.create(null);
  for (const [name, value] of fields) {
    addValue(form, name, value);
  }
  return form;
}`,
  },
  {
    name: 'parseDottedForm',
    isType: false,
    uses: ['FormSource', 'FormHeaders', 'DottedForm', 'parseForm', 'parseFormAll', 'setNested'],
    text: `/** As parseForm, or parseFormAll with \`all\`, and \`a.b\` gives \`{ a: { b } }\`. */
async function parseDottedForm<T extends object = DottedForm>(
  source: FormSource,
  { all = false } = {},
): Promise<T> {
  const form: DottedForm = all
    ? await parseFormAll(source)
    : await parseForm(source);
  const created = { count: 0 };
  for (const [name, value] of Object.entries(form)) {
    if (!name.includes('.')) continue;
    setNested(form, name, value, created);
    delete form[name];
  }
  return form as T;
}`,
  },
  {
    name: 'addValue',
    isType: false,
    uses: [],
    text: `function addValue(
  form: Record<string, string | string[]>,
  name: string,
  value: string,
): void {
  const held = form[name];
  if (Array.isArray(held)) held.push(value);
  else if (held !== undefined) form[name] = [held, value];
  else form[name] = name.endsWith('[]') ? [value] : value;
}`,
  },
  {
    name: 'setNested',
    isType: false,
    uses: ['DottedForm'],
    text: `/** Throws where names nest deeper, or more often, than Hono allows. */
function setNested(
  form: DottedForm,
  name: string,
  value: DottedForm[string],
  created: { count: number },
): void {
  if (/(?:^|\\.)__proto__\\./.test(name)) return;
  const parts = name.split('.');
  if (parts.length > 33) throw new Error('Nesting limit exceeded');
  const last = parts.pop() ?? '';
  let inner = form;
  for (const part of parts) {
    let next = inner[part];
    if (typeof next !== 'object' || Array.isArray(next)) {
      if (created.count++ >= 10_000) throw new Error('Nesting limit exceeded');
      next = Object.create(null) as DottedForm;
      inner[part] = next;
    }
    inner = next;
  }
  inner[last] = value;
}`,
  },
  {
    name: 'formFields',
    isType: false,
    uses: ['FormSource', 'FormHeaders', 'formType'],
    text: `async function formFields(
  source: FormSource,
): Promise<URLSearchParams | undefined> {
  const type = formType(source);
  if (type === 'multipart/form-data') {
    throw new TypeError('Multipart forms are not read here.');
  }
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  return new URLSearchParams(await source.text());
}`,
  },
  {
    name: 'formType',
    isType: false,
    uses: ['FormSource', 'FormHeaders'],
    text: `function formType(source: FormSource): string | undefined {
  const { headers } = 'raw' in source ? source.raw : source;
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}`,
  },
];
