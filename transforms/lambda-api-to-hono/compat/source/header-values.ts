import type { Context } from 'hono';

/** Values given to `setHeader()`, by request and name, where they are not one text. */
const valuesOfRequests = new WeakMap<Request, Map<string, readonly unknown[]>>();

/** Remembers what a header was set to: `Headers` keeps one text, with a space behind each comma. */
export function rememberValues(c: Context, name: string, values: readonly unknown[]): void {
  const known = valuesOfRequests.get(c.req.raw) ?? new Map<string, readonly unknown[]>();
  valuesOfRequests.set(c.req.raw, known.set(name.toLowerCase(), values));
}

/** The values that a header was set to, as long as its text is made of them. */
export function severalValues(
  request: Request,
  name: string,
  text: string,
): readonly unknown[] | undefined {
  const values = valuesOfRequests.get(request)?.get(name);
  return values?.map(String).join(', ') === text ? values : undefined;
}
