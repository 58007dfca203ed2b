/** Texts as both Python and the browser count them. */

/** Counts code points, as Python does. */
export function truncate(text: string, most: number): string {
  return text.length <= most ? text : [...text.slice(0, 2 * most)].slice(0, most).join("");
}
