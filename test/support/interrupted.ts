import { threads } from "../../src/index";
import type { Executor } from "../../src/sweep/plan/executor";

/** One thread whose sweep is interrupted after some results, and the signal that does it. */
export function interruptedAfter(results: number): { readonly on: Executor; readonly signal: AbortSignal } {
  const end = new AbortController();
  const one = threads({ count: 1 });
  let came = 0;
  const on: Executor = {
    name: one.name,
    prepare: one.prepare.bind(one),
    close: one.close.bind(one),
    run: (indices, took, signal) =>
      one.run(
        indices,
        (result) => {
          took(result);
          if (++came === results) end.abort();
        },
        signal,
      ),
  };
  return { on, signal: end.signal };
}
