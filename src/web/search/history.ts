/** The last searches, which are kept in this browser and nowhere else. */

const KEY = "errata-searches";
// Searches that are kept: as many as one looks over at once.
const MOST = 8;
// Characters of each. A pasted log is not kept: it may say who did what, and half of it finds something else.
const LONGEST = 200;

/** Newest first, each once. */
export function rememberQuery(query: string): void {
  const text = query.trim();
  if (!text || text.length > LONGEST || text.includes("\n")) return;
  writeHistory([text, ...readHistory().filter((old) => old !== text)].slice(0, MOST));
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
