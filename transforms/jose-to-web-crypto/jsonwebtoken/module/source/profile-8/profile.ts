const ALGORITHM = /^(RS|PS|ES|HS)(256|384|512)$|^none$/i;

/** Options of `sign` about keys. */
const KEY_OPTIONS: readonly string[] = [];

export { ALGORITHM, KEY_OPTIONS };
