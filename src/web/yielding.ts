/** Lets a page respond while something long runs, since workers do not start from a disk. */

/** Pauses if it has been longer than `patience` milliseconds since the last pause. */
export function createYielder(patience: number, pause: () => Promise<void>): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < patience) return undefined;
    return pause().then(() => {
      since = performance.now();
    });
  };
}
