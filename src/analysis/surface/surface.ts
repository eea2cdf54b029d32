import { type CellAxis, PlaceKeys } from "./axis";

/** The runs in one cell of a surface: those that have the same params, or are close to each other. */
export interface SurfaceCell {
  /** Its place on each axis. */
  readonly places: readonly number[];
  /** The runs in it. */
  readonly runs: readonly number[];
  /** Mean of their values; NaN if none has one. */
  readonly value: number;
  /** Mean of the neighboring cells that have a value, itself not among them; NaN without any. */
  readonly neighbors: number;
  /** How many neighboring cells have a value. */
  readonly neighborCount: number;
  /** Mean of the cell and its neighbors; NaN if it has no value itself. */
  readonly around: number;
}

// With more axes a cell has too many diagonal neighbors.
const mostDiagonal = 4;

/**
 * Returns the cells that some runs are in, each with the mean of its values, and the mean of the cells next to it: at most one
 * step away on each axis of numbers, and the same on the others. With more than four axes of numbers, one step on one of them.
 * `chosen`: the runs that count; all by default.
 */
export function surfaceOf(
  axes: readonly CellAxis[],
  values: Float64Array,
  chosen: (run: number) => boolean = () => true,
): SurfaceCell[] {
  const placed = new PlaceKeys(axes);
  const runsAt = new Map<number, number[]>();
  for (let run = 0; run < values.length; run++) {
    if (!chosen(run)) continue;
    const key = axes.length === 0 ? 0 : placed.keys[run];
    const runs = runsAt.get(key);
    if (runs === undefined) runsAt.set(key, [run]);
    else runs.push(run);
  }
  const means = new Map(Array.from(runsAt, ([key, runs]) => [key, meanOf(runs.map((run) => values[run]))]));
  const steps = stepsOf(axes);
  return Array.from(runsAt, ([key, runs]) => {
    const places = axes.map((axis) => axis.places[runs[0]]);
    const known: number[] = [];
    for (const step of steps) {
      const beside = means.get(placed.beside(places, step)) ?? Number.NaN;
      if (!Number.isNaN(beside)) known.push(beside);
    }
    const value = means.get(key) as number;
    const around = Number.isNaN(value) ? value : meanOf([value, ...known]);
    return { places, runs, value, neighbors: meanOf(known), neighborCount: known.length, around };
  });
}

/**
 * Returns the cell that is best on average together with its neighbors, among those that have at least half as many neighbors
 * as the one with most; `undefined` if no cell has one. `ascending`: whether low values are the best.
 */
export function plateauOf(cells: readonly SurfaceCell[], ascending: boolean): SurfaceCell | undefined {
  const most = cells.reduce((count, { neighborCount }) => Math.max(count, neighborCount), 0);
  const enough = cells.filter(
    (cell) => cell.neighborCount > 0 && cell.neighborCount >= most / 2 && !Number.isNaN(cell.value),
  );
  return bestOf(enough, (cell) => cell.around, ascending);
}

/** Returns the cell with the best value; `undefined` if no cell has one. The first of equal ones. */
export function peakOf(cells: readonly SurfaceCell[], ascending: boolean): SurfaceCell | undefined {
  return bestOf(cells, (cell) => cell.value, ascending);
}

function bestOf(cells: readonly SurfaceCell[], of: (cell: SurfaceCell) => number, ascending: boolean) {
  let best: SurfaceCell | undefined;
  for (const cell of cells) {
    const value = of(cell);
    if (Number.isNaN(value)) continue;
    if (best === undefined || (ascending ? value < of(best) : value > of(best))) best = cell;
  }
  return best;
}

function meanOf(values: readonly number[]): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

function stepsOf(axes: readonly CellAxis[]): number[][] {
  const zero = axes.map(() => 0);
  const ordered = axes.flatMap((axis, at) => (axis.ordered ? [at] : []));
  if (ordered.length > mostDiagonal) return ordered.flatMap((at) => [-1, 1].map((step) => replaced(zero, at, step)));
  let steps = [zero];
  for (const at of ordered) steps = steps.flatMap((one) => [-1, 0, 1].map((step) => replaced(one, at, step)));
  return steps.filter((one) => one.some((step) => step !== 0));
}

function replaced(values: readonly number[], at: number, value: number): number[] {
  return values.map((one, place) => (place === at ? value : one));
}
