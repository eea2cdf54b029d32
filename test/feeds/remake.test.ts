import assert from "node:assert/strict";
import { isOfMemory, keptSource } from "../../src/feeds/kept";
import { replaySource } from "../../src/feeds/read/replay";
import { haveSameBars, remakeSource } from "../../src/feeds/remake";
import { Walk } from "./endless";

const bars = [1, 2, 3].map((time) => ({ symbol: "A", time, open: 2, high: 4, low: 1, close: 3 }));

describe("a recipe", () => {
  it("of bars in memory makes no feed without the bars, and the same feed with them", () => {
    const { manifest, columns } = replaySource(bars, { calendar: "always" });
    const message =
      'Expected feed "bars" to be given, because it was made from bars in memory. Give it with lab.session(name, { feed })';
    assert.throws(() => remakeSource(manifest), { code: "EMPTY_DATA", message });
    assert.equal(isOfMemory(manifest), true);
    assert.deepEqual(keptSource(manifest, columns).manifest, manifest);
  });

  it("of a kind that is not known, also one of the names of every object, makes no feed", () => {
    for (const kind of ["walk", "toString"]) {
      const message = new RegExp(`because feeds of kind "${kind}" cannot be made again`);
      assert.throws(() => remakeSource({ ...new Walk().manifest, kind }), { code: "EMPTY_DATA", message });
    }
  });

  it("is of the same bars by their hash, however they were found", () => {
    const { manifest } = replaySource(bars);
    assert.equal(haveSameBars(manifest, { ...manifest, name: "moved", source: { memory: "frame" } }), true);
    assert.equal(haveSameBars(manifest, replaySource(bars.slice(1)).manifest), false);
  });

  it("is of the same bars without a hash if it says the same, in whatever order", () => {
    const { manifest } = new Walk(1);
    const { kind, options, ...rest } = manifest;
    assert.equal(haveSameBars(manifest, { ...rest, options, kind }), true);
    assert.equal(haveSameBars(manifest, new Walk(2).manifest), false);
    assert.equal(haveSameBars(manifest, replaySource(bars).manifest), false);
  });
});
