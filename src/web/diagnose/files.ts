/** The bytes of the files that are read as logs, unpacked where they are packed, in blocks. */

import facts from "../../errata/data/log_files.json" with { type: "json" };

// How many bytes of a file are read at once.
const SLICE = 1 << 18;
// How many bytes show what a file is: the longest mark has 16, and 16 characters show UTF-32.
const HEAD = facts.GUESSED;
// Sixteen characters with the hexadecimal digits of the two bytes that are always zero: "0a000000", "00000045".
const UTF_32 = /^(?!0*$)(?:(?:.{4}0000){16}|(?:0000.{4}){16})$/;

/** Reports how many bytes of the file were read. */
type OnRead = (bytes: number) => void;

/** Returns the name of a file's format by its first bytes; empty for a text file. */
export function findFormat(head: string): string {
  const format = facts.formats.find(([, mark]) => head.startsWith(mark))?.[0];
  return format ?? (UTF_32.test(head) ? "UTF-32" : "");
}

/** A packed file that cannot be unpacked to its end. */
export class DamagedFileError extends Error {}

/** Yields the blocks of a file, unpacked; throws a `DamagedFileError`. */
export async function* readBlocks(file: Blob, head: string, onRead: OnRead): AsyncGenerator<Uint8Array> {
  if (!head.startsWith(facts.gzip)) return yield* readSlices(file, onRead);
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(block, controller) {
      onRead(block.length);
      controller.enqueue(block);
    },
  });
  const reader = file.stream().pipeThrough(counter).pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read().catch(() => {
        throw new DamagedFileError();
      });
      if (done) return;
      yield value;
    }
  } finally {
    // This also runs where the caller has read enough.
    reader.cancel().catch(() => undefined);
  }
}

async function* readSlices(file: Blob, onRead: OnRead): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.size; start += SLICE) {
    const slice = file.slice(start, start + SLICE);
    const block = new Uint8Array(await slice.arrayBuffer());
    onRead(block.length);
    yield block;
  }
}

/** Reads the first bytes of a file in hexadecimal, which show what it is. */
export async function readHead(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
