import type { Scale } from "./scale";

/** Where a panel draws times, numbers or names, and values. */
export interface Panel {
  readonly x: Scale;
  readonly y: Scale;
}

/** Writes a pixel position, to a tenth. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Writes a line through points as an SVG path. Steps from point to point are shorter than places. */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): string {
  let path = "";
  let [x, y] = [0, 0];
  for (const [at, point] of points.entries()) {
    const [nextX, nextY] = point.map((place) => Math.round(place * 10));
    if (at === 0) path = `M${pixel(point[0])} ${pixel(point[1])}`;
    else path += `${at === 1 ? "l" : apart(nextX - x)}${tenths(nextX - x)}${apart(nextY - y)}${tenths(nextY - y)}`;
    [x, y] = [nextX, nextY];
  }
  return path;
}

function tenths(count: number): string {
  return String(count / 10).replace(/^(-?)0\./, "$1.");
}

// A minus sign tells numbers apart as well as a space.
function apart(next: number): string {
  return next < 0 ? "" : " ";
}
