/** Texts as both Python and the browser count them. */

/** Counts code points, as Python does. */
export function truncate(text: string, most: number): string {
  return text.length <= most ? text : [...text.slice(0, 2 * most)].slice(0, most).join("");
}

// Longer texts say more than a code.
const LONGEST = 60;

/** Whether a text may be a code alone: "red 520025", "EACCES", "a_b"; not "slow login", and no Japanese sentence. */
export function mayBeCode(text: string): boolean {
  return text.length < LONGEST && (/[\p{Nd}_]|[a-z][A-Z]/u.test(text) || /^[!-~]+$/.test(text));
}
