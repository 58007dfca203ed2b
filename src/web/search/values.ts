/** What of a line is its values. */

import type { Masker } from "../messages/mask.ts";

// What a mask puts for a volatile part: "{host}" yes; "{0}" and "{}" no.
const PLACEHOLDER = /\{[a-z]{2,8}\}/g;

export const hideValues = (text: string, { mask }: Masker) => mask(text).replace(PLACEHOLDER, " ");
