import { findingsFrom, type CatalogueEntry } from '../engine/catalogue.js';

/** What the transform says about forms that it leaves alone, or that a reader should look at. */
export const formDataFindings = [
  {
    code: 'form-syntax-error',
    severity: 'error',
    title: 'The file does not parse: {reason}',
    why: 'what cannot be read cannot be rewritten, so the forms in this file are not touched',
    remedy: 'Correct the syntax error and run the command again; other files are not affected.',
  },
  {
    code: 'form-file-read',
    severity: 'error',
    title: 'A file is read from this form (`{name}`)',
    why: 'files come as multipart/form-data, which `URLSearchParams` cannot hold and LLRT does not read correctly',
    remedy:
      'Let the browser upload to S3 with a presigned URL, or read the body with a parser that works on `await c.req.arrayBuffer()` without Node.js streams, such as `@mjackson/multipart-parser`. A route can also stay on Node.js.',
  },
  {
    code: 'form-multipart-expected',
    severity: 'error',
    title: 'This form arrives as multipart/form-data ({place})',
    why: 'a multipart body is no urlencoded text, and LLRT does not read it correctly',
    remedy:
      'Send the form without `enctype` (urlencoded) when it has no files. With files, upload to S3 with a presigned URL, or read the body with a parser that works without Node.js streams, such as `@mjackson/multipart-parser`.',
  },
  {
    code: 'form-multipart-refused',
    severity: 'info',
    title: 'Forms are read as application/x-www-form-urlencoded only',
    why: 'a body of type multipart/form-data was read before and now throws a TypeError, as other types do in `formData()`; nothing in the package was found to send one',
    remedy:
      'Nothing has to be done when clients send urlencoded forms, as HTML forms without `enctype` do.',
  },
  {
    code: 'form-passed-on',
    severity: 'error',
    title: 'The form goes to `{target}`, where it cannot be followed',
    why: 'what the receiver does with it is unknown: a FormData sent on becomes multipart, a URLSearchParams urlencoded',
    remedy:
      'Pass the values that are needed, or `Object.fromEntries(form)`, instead of the whole form.',
  },
  {
    code: 'form-member',
    severity: 'error',
    title: '`{name}` does not do the same on a URLSearchParams',
    why: 'FormData and URLSearchParams differ here',
    remedy:
      'Write it with `get`, `getAll`, `has(name)`, `entries`, or `append` and `set` of a text, then run the command again.',
  },
  {
    code: 'form-type',
    severity: 'error',
    title: 'The form has the type `{name}`, which cannot be changed along with it',
    why: 'the code would no longer type-check: something else needs that type, or it cannot be seen what it stands for',
    remedy:
      'Declare it as `FormData` where only this form goes, or pass the values instead of the form.',
  },
  {
    code: 'form-joined',
    severity: 'error',
    title: 'The form shares `{name}` with one that is left as it is',
    why: 'the same variable or parameter cannot hold a FormData and a URLSearchParams',
    remedy: 'See to the other form first (`{place}`), or give each its own function.',
  },
  {
    code: 'form-body-read-again',
    severity: 'error',
    title: '`{name}` reads the body again after the form',
    why: 'after `formData()` Hono gives the form again, encoded as multipart; after the rewrite it would give the body as it was sent',
    remedy: 'Read the body first (`c.req.text()`), or take what is needed from the form.',
  },
  {
    code: 'form-changed-and-read-again',
    severity: 'error',
    title: 'The form is changed here and read from the request again ({other})',
    why: 'Hono gives the same FormData object every time, so the change shows there; after the rewrite each reader has its own',
    remedy: 'Read the form once and pass it on.',
  },
  {
    code: 'form-request-unknown',
    severity: 'warning',
    title: 'Whether `{name}` is a request cannot be told',
    why: 'another kind of object can have a method of this name, so the call stays as it is',
    remedy:
      'Give it the type `Request` or `HonoRequest`, or call the method on `c.req`. When it is none, nothing has to be done.',
  },
  {
    code: 'form-of-answer',
    severity: 'error',
    title: 'The form is read from the answer of a server (`{name}`)',
    why: 'whether that server sends it urlencoded is not known here, and LLRT reads no form of another type correctly',
    remedy: 'Where it is urlencoded, write `new URLSearchParams(await response.text())`.',
  },
  {
    code: 'form-mock',
    severity: 'warning',
    title: 'The test has a request of its own with `{name}`',
    why: 'the code that is tested now reads the form with `text()` and looks at `headers`',
    remedy: 'Pass a real `Request`, or call the app with `app.request(...)`.',
  },
  {
    code: 'form-read-indirect',
    severity: 'error',
    title: 'The form is read in another way than by a plain call (`{name}`)',
    why: 'only a call such as `await c.req.formData()` can be rewritten with the same behaviour',
    remedy: 'Call the method directly on the request.',
  },
  {
    code: 'form-options-unknown',
    severity: 'error',
    title: 'The options of `parseBody` are not written out (`{name}`)',
    why: '`all` and `dot` decide what the result looks like, and what they are is not known before the code runs',
    remedy: 'Write the options as an object literal: `{ all: true }`.',
  },
  {
    code: 'form-validator',
    severity: 'error',
    title: 'A validator reads the form (`{name}`)',
    why: "Hono's form validator calls `formData()` itself, which LLRT lacks or answers with an empty form",
    remedy:
      "Read the form in the handler with `await c.req.parseBody()` and validate the object there (`schema.parse(form)`), then run the command again; or send JSON and use the validator for `'json'`.",
  },
  {
    code: 'form-shared',
    severity: 'error',
    title: 'The form is read in code that {owner} also uses',
    why: 'with --route only code that the selected routes alone own may change',
    remedy:
      'Run `llrt-migrate apply --transform form-data-to-url-search-params` without --route, or select all of these routes.',
  },
  {
    code: 'form-outside-selection',
    severity: 'error',
    title: 'The form is also used in {owner}, which was not selected',
    why: 'both places have to change together',
    remedy: 'Select that file as well, or run the command without --file.',
  },
  {
    code: 'form-printed',
    severity: 'info',
    title: 'The form is printed with `{target}`',
    why: 'the log line shows a URLSearchParams instead of a FormData; the answer does not change',
    remedy:
      'Nothing has to be done. Print `Object.fromEntries(form)` for the same line everywhere.',
  },
] as const satisfies readonly CatalogueEntry[];

export type FormFindingCode = (typeof formDataFindings)[number]['code'];

/** Builds a finding of this transform. */
export const formDataFinding = findingsFrom(formDataFindings);
