/**
 * Loads the files of an index. Each file is a script that calls `errata.put(name, value)`, since a page
 * opened from a disk may load nothing else.
 */

import { errata } from "../shared.ts";
import type { LoadIndexFile } from "./types.ts";

const values = new WeakMap<object, { value: unknown }>();

/** Called by every file of the index. */
export function put(_name: string, value: unknown): void {
  if (document.currentScript) values.set(document.currentScript, { value });
}

async function loadFile(source: string): Promise<unknown> {
  const stored = values.get(await errata.runScript(source));
  if (!stored) throw new Error(`${source} holds nothing`);
  return stored.value;
}

/** Opens the files of one locale's index. Each is requested once, and again after `forget`. */
export function openIndex(folder: string, loadSource: LoadIndexFile = loadFile) {
  const written = new Map<string, Promise<unknown>>();
  const read = new Map<string, Promise<unknown>>();
  let suffix = "";

  function load(name: string): Promise<unknown> {
    const promise = written.get(name) ?? loadSource(`${folder}${name}.js${suffix}`);
    written.set(name, promise);
    return promise;
  }

  return {
    load,
    /** Loads and decodes a file; callers must always use the same decoder for one name, or none. */
    get<Value>(name: string, decode?: (value: never) => Value): Promise<Value> {
      const promise = read.get(name) ?? load(name).then(decode as (value: unknown) => Value);
      read.set(name, promise);
      return promise as Promise<Value>;
    },
    /** Forgets all files, for an index that was replaced while the page was open: requests bypass every cache. */
    forget(): void {
      written.clear();
      read.clear();
      suffix = `?${Date.now()}`;
    },
  };
}
