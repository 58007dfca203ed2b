/** The last searches, which are kept in this browser and nowhere else. */

const KEY = "errata-searches";
// Searches that are kept: as many as one looks over at once.
const MOST = 8;
// Characters of each: a pasted log is not to be kept.
const LONGEST = 200;

/** Newest first, each once. */
export function rememberQuery(queries: string[], query: string): string[] {
  const text = query.trim().slice(0, LONGEST);
  return text ? [text, ...queries.filter((old) => old !== text)].slice(0, MOST) : queries;
}

/** None if the browser keeps nothing, or something else. */
export function readHistory(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function writeHistory(queries: string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // Storage is full or forbidden: the history is a comfort, not a promise.
  }
}
