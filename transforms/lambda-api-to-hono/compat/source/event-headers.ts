/** Headers that read as the ones of the event, also where fetch refuses or trims them. */
export function exactHeaders(accepted: Headers, values: ReadonlyMap<string, string>): Headers {
  return Object.assign(new Headers(accepted), {
    get: (name: string) => values.get(name.toLowerCase()) ?? null,
    has: (name: string) => values.has(name.toLowerCase()),
    forEach: (fn: (value: string, name: string) => void) => values.forEach(fn),
  });
}

/**
 * Headers that fetch accepts and, where these are not the headers of the event to the letter
 * (spaces at the ends, letters beyond Latin-1, invalid names), headers that are.
 */
export function eventHeaders(headers: Record<string, string | undefined>): {
  accepted: Headers;
  exact: Headers | undefined;
} {
  const accepted = new Headers();
  const values = new Map<string, string>();
  let equal = true;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null) continue;
    values.set(name, value);
    equal = accept(accepted, name, value) && equal;
  }
  return { accepted, exact: equal ? undefined : exactHeaders(accepted, values) };
}

/** Sets a header; false where fetch refuses or changes it. */
export function accept(headers: Headers, name: string, value: string): boolean {
  try {
    headers.set(name, value);
    return headers.get(name) === value;
  } catch {
    return false;
  }
}
