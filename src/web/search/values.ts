/** Separates the values of a line from its text. */

import type { Masker } from "../messages/mask.ts";

// A mask's placeholder for a volatile part: "{host}" yes; "{0}" and "{}" no.
const PLACEHOLDER = /\{[a-z]{2,8}\}/g;

export const hideValues = (text: string, { mask }: Masker) => mask(text).replace(PLACEHOLDER, " ");
