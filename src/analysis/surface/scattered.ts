import type { CellAxis } from "./axis";
import type { SurfaceCell } from "./surface";

// More names cannot be read along an axis. Runs of a list can have one each, and a picture of all their pairs fills any memory.
const mostNames = 40;
const mostCells = 50_000;
// A grid of which a condition leaves a quarter is still one.
const leastFilled = 0.25;

/** What is drawn of a surface over two params. */
export interface ShownCells {
  /** The places on the first axis, from left to right. */
  readonly columns: readonly number[];
  /** Those on the second, upward. */
  readonly lines: readonly number[];
  readonly cells: readonly SurfaceCell[];
  /** The axes of which only the names of the best cells are there. */
  readonly cut: readonly CellAxis[];
}

/** Whether so few pairs of two params were run, and so many names are among them, that a picture of all pairs says nothing. */
export function isScattered(axes: readonly CellAxis[], cellCount: number): boolean {
  const room = axes.reduce((product, { values }) => product * values.length, 1);
  return axes.some(hasManyNames) && (room > mostCells || cellCount < leastFilled * room);
}

function hasManyNames({ ordered, values }: CellAxis): boolean {
  return !ordered && values.length > mostNames;
}

/**
 * Returns what is drawn of a surface over two params: all of it, or of very many names those of the best cells. `ascending`:
 * whether low values are the best.
 */
export function shownCells(
  axes: readonly [CellAxis, CellAxis],
  cells: readonly SurfaceCell[],
  ascending: boolean,
): ShownCells {
  const whole = axes.map(({ values }) => [...values.keys()]);
  if (!isScattered(axes, cells.length)) return { columns: whole[0], lines: whole[1], cells, cut: [] };
  const kept = axes.map((axis) => (hasManyNames(axis) ? new Set<number>() : undefined));
  for (const { places } of byValue(cells, ascending))
    if (kept.every((names, at) => names === undefined || names.has(places[at]) || names.size < mostNames))
      for (const [at, names] of kept.entries()) names?.add(places[at]);
  const isKept = (place: number, at: number) => kept[at]?.has(place) !== false;
  const [columns, lines] = whole.map((places, at) => places.filter((place) => isKept(place, at)));
  const cut = axes.filter((_, at) => kept[at] !== undefined);
  return { columns, lines, cells: cells.filter(({ places }) => places.every(isKept)), cut };
}

// Those without a value come last: as long as nothing is done, all of them.
function byValue(cells: readonly SurfaceCell[], ascending: boolean): SurfaceCell[] {
  const known = cells.filter(({ value }) => !Number.isNaN(value));
  known.sort((a, b) => (ascending ? a.value - b.value : b.value - a.value));
  return [...known, ...cells.filter(({ value }) => Number.isNaN(value))];
}
