/** The last searches, which are kept only in this browser. */

const KEY = "errata-searches";
// How many searches are kept: as many as a reader can take in at a glance.
const MOST = 8;
// How long each may be. A pasted log is not kept: it may say who did what, and half of it finds something else.
const LONGEST = 200;

/** Remembers a query: newest first, each once. */
export function rememberQuery(query: string): void {
  const text = query.trim();
  if (!text || text.length > LONGEST || text.includes("\n")) return;
  writeHistory([text, ...readHistory().filter((old) => old !== text)].slice(0, MOST));
}

/** Returns the history; empty if the browser keeps nothing, or something else. */
export function readHistory(): string[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(saved) ? saved.filter((text) => typeof text === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function writeHistory(queries: string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // Storage is full or forbidden: the history is a convenience, not a promise.
  }
}
