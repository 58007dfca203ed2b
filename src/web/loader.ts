/** The one way to load a script: as an element, which also works for a page opened from a disk. */

import { errata } from "./shared.ts";

/** Loads a script; with `inOrder`, scripts run one after the other, whichever arrives first. */
export function runScript(source: string, inOrder = false): Promise<HTMLScriptElement> {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.onload = element.onerror = (event) => {
      element.remove();
      if ((event as Event).type === "load") resolve(element);
      else reject(new Error(source));
    };
    element.async = !inOrder;
    element.charset = "utf-8";
    element.src = errata.policy.createScriptURL(source);
    document.head.append(element);
  });
}

const loaded = new Map<string, Promise<unknown>>();

/** Loads a script once, in order; a script that failed is tried again the next time. */
export function loadOnce(source: string): Promise<unknown> {
  const promise = loaded.get(source) ?? runScript(source, true);
  promise.catch(() => loaded.delete(source));
  loaded.set(source, promise);
  return promise;
}
