import assert from "node:assert/strict";
import fc from "fast-check";
import { wantedOf } from "../../../src/strategy/signals/wanted";

describe("entries and exits", () => {
  const flag = fc.oneof(
    { weight: 12, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 255 }) },
  );
  const flags = fc.array(flag, { maxLength: 80 });

  it("mean the same as bytes, wherever these begin in their buffer, and as truths", () => {
    fc.assert(
      fc.property(flags, flags, fc.nat(7), fc.boolean(), (entries, others, offset, hasExits) => {
        const exits = entries.map((_, at) => others[at] ?? 0);
        const bytes = (list: number[]) =>
          Uint8Array.from([...new Array(offset).fill(1), ...list, 1]).subarray(offset, -1);
        const wanted = (read: (list: number[]) => Uint8Array | number[] | boolean[]) => {
          const given = { entries: read(entries), ...(hasExits && { exits: read(exits) }), quantity: 5 };
          const { rows, values } = wantedOf("signals", "A", given, entries.length);
          return [[...rows], [...values]];
        };
        const truths = wanted((list) => list.map(Boolean));
        assert.deepEqual(wanted(bytes), truths);
        assert.deepEqual(
          wanted((list) => list),
          truths,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
