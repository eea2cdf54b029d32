import assert from "node:assert/strict";
import fc from "fast-check";
import { PaperLabError } from "../../../../src/errors";
import { cases } from "../../../support/cases";
import { barsOf, type OrderStream, orderStreams, request } from "../../../support/order-streams";
import { begin, played } from "../../../support/play";

const streams = orderStreams.filter(({ rows }) => rows.length === 1);

/** What the strategy asks at a step, and how that ends. */
interface Course {
  /** At other steps it asks for nothing. */
  readonly every: number;
  /** The step at which it throws. */
  readonly throwsAt: number;
  /** The step at which the bell rings, after which the run goes on. */
  readonly ringsAt: number;
  /** The step up to which it is taken first. */
  readonly until: number;
}

const courses: fc.Arbitrary<Course> = fc.record({
  every: fc.integer({ min: 1, max: 5 }),
  throwsAt: fc.integer({ min: 3, max: 30 }),
  ringsAt: fc.integer({ min: 0, max: 14 }),
  until: fc.integer({ min: 0, max: 14 }),
});

/** All that a run comes to and that its strategy sees, in a session of some symbols of which only the first has bars. */
function told(stream: OrderStream, { every, throwsAt, ringsAt, until }: Course, symbols: readonly string[]) {
  const names = ["A"];
  const bell = new Int32Array(1);
  const seen: unknown[] = [];
  const { engine, columns } = begin(
    barsOf(stream, names),
    ({ desk }) => ({
      name: "quiet",
      onBar(of, row) {
        const step = seen.length;
        const { seen: bars, close } = desk.history("A") as ReturnType<typeof desk.history> & { seen: number };
        seen.push([of.time[row], desk.now, desk.cash, desk.equity, desk.position("A"), bars, close.at(-1)]);
        if (step === ringsAt) bell[0] = 1;
        if (step === throwsAt) throw new Error("as it was to");
        if (step % every === 0) for (const ask of stream.asks[step] ?? []) request(ask, desk, names);
      },
    }),
    { ...stream.terms, symbols },
  );
  let failure: string | undefined;
  let row = 0;
  const ends: number[] = [];
  try {
    while (row < columns.length && !engine.stopped) {
      row = engine.process(columns, row, columns.length, columns.time[row <= until ? until : row] ?? Infinity, bell);
      ends.push(row);
      bell[0] = 0;
    }
    engine.finish("END_OF_FEED");
  } catch (error) {
    if (!(error instanceof PaperLabError)) throw error;
    failure = error.message;
  }
  const { events, times, equity } = played(engine);
  const { peak } = engine.curve;
  return { seen, failure, ends, events, times, equity, peak, steps: engine.steps, last: engine.lastBars[0] };
}

describe("steps of a symbol that is alone", () => {
  it("come to the same as those of one beside another that never trades, which are taken stage by stage", () => {
    fc.assert(
      fc.property(streams, courses, (stream, course) => {
        assert.deepEqual(told(stream, course, ["A"]), told(stream, course, ["A", "never"]));
      }),
      { numRuns: cases(250), seed: Number(process.env.SEED ?? 16) },
    );
  });
});
