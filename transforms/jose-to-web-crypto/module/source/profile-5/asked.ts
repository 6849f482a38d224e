/** Whether an option asks for a check: an empty text asks for the claim alone, as in jose 4 and 5. */
export function isAsked<Value>(option: Value | undefined): option is Value {
  return option !== undefined && Boolean(option);
}
