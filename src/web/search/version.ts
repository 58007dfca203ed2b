/** The version of the index that these scripts can read. */

const VERSION = 5;

export function checkVersion({ version }: { version: number }): void {
  if (version !== VERSION) throw new Error(`the index is of version ${version}`);
}
