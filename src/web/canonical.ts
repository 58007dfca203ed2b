/** Writes a code in the one form that its family gives, as `errata.text.canonical` does. */

// The last word or number: "4999" of "Event ID: 4999", "42S02" of "SQLSTATE[42S02]" yes; nothing of "=[".
const VALUE = /(-?(?![A-Za-z]{0,40}_[0-9]{1,10}[^\p{L}\p{N}_]*$)[\p{L}\p{N}_.]+)[^\p{L}\p{N}_]*$/u;
// A number after 0x: "8007042b" of "0x8007042b" yes; nothing of "8007042b".
const HEXADECIMAL = /0[xX]([0-9A-Fa-f]{1,8})$/;

/** An empty form leaves the code as it was found. */
export function writeCode(form: string, surface: string): string {
  if (!form) return surface;
  const value = VALUE.exec(surface)?.[1] ?? surface;
  const digits = HEXADECIMAL.exec(surface)?.[1];
  return form
    .split("{value}").join(value)
    .split("{hyphens}").join(surface.split("_").join("-"))
    .split("{numbered}").join(surface.replace(/(?<=[A-Za-z])(?=[0-9])/, "-"))
    .split("{hex}").join(digits ? `0x${digits.toUpperCase().padStart(8, "0")}` : surface)
    .split("{code}").join(surface);
}
