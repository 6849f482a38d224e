/** One field of a form as LLRT reads it. */
type Field = readonly [name: string, value: string | File];

/**
 * Reads a form as LLRT does from 0.8.0 on: without a boundary, as in an urlencoded body, there is
 * nothing in it, and the line end in front of a boundary belongs to the value.
 *
 * @see modules/llrt_fetch/src/form_data.rs of awslabs/llrt
 */
export function readForm(contentType: string, body: Buffer): readonly Field[] {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  const fields: Field[] = [];
  let part = emptyPart();
  for (const line of linesOf(body)) {
    if (line.subarray(0, boundary.length + 2).toString('latin1') === `--${boundary}`) {
      const field = fieldOf(part);
      if (field) fields.push(field);
      part = { ...emptyPart(), inHeaders: true };
    } else if (part.inHeaders) {
      readHeader(part, line.toString('utf8').trim());
    } else {
      part.data.push(line, Buffer.from('\n'));
    }
  }
  return fields;
}

interface Part {
  inHeaders: boolean;
  name?: string;
  file?: string;
  type?: string;
  readonly data: Buffer[];
}

const emptyPart = (): Part => ({ inHeaders: false, data: [] });

function linesOf(body: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = body.indexOf(10); end >= 0; end = body.indexOf(10, start)) {
    lines.push(body.subarray(start, end));
    start = end + 1;
  }
  return [...lines, body.subarray(start)];
}

function readHeader(part: Part, line: string): void {
  if (line === '') part.inHeaders = false;
  if (/^content-type:/i.test(line)) part.type = line.slice(line.indexOf(':') + 1).trim();
  if (!/^content-disposition/i.test(line)) return;
  for (const segment of line.split(';').map((text) => text.trim())) {
    const [key, value = ''] = segment.split('=', 2);
    const text = value.replace(/^"+|"+$/g, '');
    if (key === 'name') part.name = text;
    if (key === 'filename') part.file = text;
  }
}

function fieldOf({ name, file, type, data }: Part): Field | undefined {
  if (name === undefined || data.length === 0) return undefined;
  const bytes = Buffer.concat(data);
  if (file === undefined) return [name, bytes.toString('utf8')];
  return [name, new File([bytes], file, type === undefined ? {} : { type })];
}
