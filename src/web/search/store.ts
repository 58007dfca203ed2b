/**
 * Loads the files of an index. Each file is a script that calls `errata.put(name, value)`, since a page
 * opened from a disk may load nothing else.
 */

import { runScript } from "../loader.ts";
import { decodeArticles, decodeCodes, decodeRoot, decodeShard, decodeSketch } from "./decode.ts";
import type { Card, FamilyCard, Fragment, IndexFiles, LoadIndexFile, UnknownTable } from "./types.ts";

const values = new WeakMap<object, { value: unknown }>();

/** Called by every file of the index. */
export function put(_name: string, value: unknown): void {
  if (document.currentScript) values.set(document.currentScript, { value });
}

async function loadFile(source: string): Promise<unknown> {
  const found = values.get(await runScript(source));
  if (!found) throw new Error(`${source} holds nothing`);
  return found.value;
}

/** The files of one locale's index, each asked for once, and again after `forget`. */
export function openIndex(folder: string, load: LoadIndexFile = loadFile): IndexFiles {
  const promises = new Map<string, Promise<unknown>>();
  let suffix = "";

  function get<Written, Value>(name: string, decode: (written: Written) => Value): Promise<Value> {
    const promise =
      promises.get(name) ?? load(`${folder}${name}.js${suffix}`).then((value) => decode(value as Written));
    promises.set(name, promise);
    return promise as Promise<Value>;
  }

  return {
    root: () => get("root", decodeRoot),
    level: () => get("sketch", decodeSketch),
    articles: () => get("articles", decodeArticles),
    codes: () => get("codes", decodeCodes),
    shard: (name) => get(name, decodeShard),
    fragment: (file) => get(`f/${file}`, (fragment: Fragment) => fragment),
    card: (file) => get(`c/${file}`, (card: Card) => card),
    unknown: () => get("unknown", (table: UnknownTable) => table),
    family: (file) => get(`family/${file}`, (card: FamilyCard) => card),
    forget() {
      promises.clear();
      suffix = `?${Date.now()}`;
    },
  };
}
