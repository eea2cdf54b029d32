/** Runs a piece of work after all earlier ones have ended, and settles as it does. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Returns a queue in which pieces of work take turns. If one fails, the others still run. */
export function takeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
