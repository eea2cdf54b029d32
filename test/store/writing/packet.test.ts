import assert from "node:assert/strict";
import { packBatch } from "../../../src/store/writing/packet";

const noted = (texts: readonly string[]) => texts.map((text, at) => ({ sequence: at + 1, time: at, text }));

describe("a packet", () => {
  it("has the size of its texts too", () => {
    const small = packBatch(1, { logs: noted(["a"]) });
    const large = packBatch(1, { logs: noted(["a".repeat(50_000)]) });
    assert.equal(large.bytes - small.bytes, 49_999);
  });

  it("has short texts once, and does not look for long ones", () => {
    const [short, long] = ["x".repeat(100), "x".repeat(5000)];
    const { texts } = packBatch(1, { logs: noted([short, long, short, long, "", long, short]) });
    assert.equal(texts.filter((text) => text === short).length, 1);
    assert.equal(texts.filter((text) => text === long).length, 3);
  });

  it("is in one buffer where it is small, and owns its numbers where it is large", () => {
    const curve = (length: number) => ({ from: 0, time: new Float64Array(length), equity: new Float64Array(length) });
    const buffers = (length: number) => {
      const { tables, blobs } = packBatch(1, { curve: curve(length) });
      return new Set([...tables.map(({ values }) => values.buffer), ...blobs.map(({ buffer }) => buffer)]);
    };
    assert.equal(buffers(10).size, 1);
    assert.equal(buffers(10_000).size, packBatch(1, { curve: curve(10_000) }).tables.length + 2);
  });

  it("has no chunk where nothing is new", () => {
    const nothing = { from: 7, time: new Float64Array(0), equity: new Float64Array(0) };
    assert.deepEqual(
      packBatch(1, { curve: nothing }).tables.map(({ table }) => table),
      ["paper_sessions"],
    );
  });
});
