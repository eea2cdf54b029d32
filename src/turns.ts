/** Runs a piece of work when every piece given before is over, and settles as it does. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Returns a queue in which pieces of work take turns; one that fails does not stop the others. */
export function takeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}
