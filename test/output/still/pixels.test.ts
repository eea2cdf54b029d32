import assert from "node:assert/strict";
import fc from "fast-check";
import { lineThrough } from "../../../src/output/still/pixels";

/** The places of a path that begins with `M` and goes on with steps, in tenths of a pixel. */
function placesOf(path: string): [number, number][] {
  const [start, steps = ""] = path.slice(1).split("l");
  const numbers =
    `${start} ${steps}`.match(/-?(\d+(\.\d+)?|\.\d+)/g)?.map((text) => Math.round(Number(text) * 10)) ?? [];
  const places: [number, number][] = [];
  for (let at = 0; at < numbers.length; at += 2) {
    const [x, y] = places.at(-1) ?? [0, 0];
    places.push([x + numbers[at], y + numbers[at + 1]]);
  }
  return places;
}

describe("the path of a line", () => {
  it("is written as steps, without what says nothing", () => {
    const path = lineThrough([
      [10.04, 20],
      [10.5, 19.5],
      [12.5, 19.25],
      [12.5, 19.3],
    ]);
    assert.equal(path, "M10 20l.5-.5 2-.2 0 0");
  });

  it("goes through each point to a tenth of a pixel, however many there are", () => {
    const place = fc.double({ min: -2000, max: 2000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { maxLength: 200 }), (points) => {
        const wanted = points.map(([x, y]) => [Math.round(x * 10) + 0, Math.round(y * 10) + 0]);
        assert.deepEqual(placesOf(lineThrough(points)), wanted);
      }),
    );
  });
});
