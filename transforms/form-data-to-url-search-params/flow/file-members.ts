/** What a File or Blob has and a text has not. */
const FILE_MEMBERS: ReadonlySet<string> = new Set([
  'arrayBuffer',
  'bytes',
  'lastModified',
  'name',
  'size',
  'stream',
  'text',
  'type',
  'webkitRelativePath',
]);

/** Whether reading this property tells that a value is used as a file. */
export function isFileMember(name: string): boolean {
  return FILE_MEMBERS.has(name);
}
