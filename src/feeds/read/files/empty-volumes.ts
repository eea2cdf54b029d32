/** Counts rows of files with an empty volume, which are taken as bars without one. */
export class EmptyVolumes {
  count = 0;

  /** Adds those of one table. */
  add(rows: number): void {
    this.count += rows;
  }
}

/** Returns whether a cell says that no volume is known: it is empty, dashes, or what programs write there. */
export function isEmptyVolume(cell: unknown): boolean {
  return (
    cell === null || Number.isNaN(cell) || (typeof cell === "string" && /^(|-|--|nan|n\/a|null)$/i.test(cell.trim()))
  );
}
