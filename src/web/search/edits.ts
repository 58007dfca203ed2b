/** Finds what a misspelled word may have been. */

// The likelier an edit, the greater its weight: two letters swapped, one too many, one missing, a wrong one.
const [SWAPPED, EXTRA, MISSING, WRONG] = [5, 4, 2, 1];
// Shorter words are at edit distance one of too many others; longer ones are not words, and a different number is a
// different thing. "ünder", "ab" and "3364" no; "under", "v1under" and "ошибка" yes.
const CORRECTABLE = /^(?!\d+$)(?:[\0-\x7f]{4,24}|[\u0430-\u045f]{4,24})$/;
// The first and the last letter.
const [LATIN, CYRILLIC] = [
  [0x61, 0x7a],
  [0x430, 0x44f],
];

/** Returns all other texts at edit distance one, each with its greatest weight. */
export function editVariants(word: string): Map<string, number> {
  const edits = new Map<string, number>();
  if (!CORRECTABLE.test(word)) return edits;
  const add = (variant: string, weight: number) => {
    if (variant !== word && weight > (edits.get(variant) ?? 0)) edits.set(variant, weight);
  };
  const [first, last] = word > "\x7f" ? CYRILLIC : LATIN;
  for (let offset = 0; offset <= word.length; offset += 1) {
    const head = word.slice(0, offset);
    const tail = word.slice(offset);
    if (tail.length > 1) add(head + tail[1] + tail[0] + tail.slice(2), SWAPPED);
    if (tail) add(head + tail.slice(1), EXTRA);
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCharCode(code);
      add(head + letter + tail, MISSING);
      if (tail) add(head + letter + tail.slice(1), WRONG);
    }
  }
  return edits;
}
