import type { Zone } from "../../../core/market/zone";
import type { FilePart } from "../../text/bytes";
import type { CsvRows } from "../../text/csv-rows";
import { newStamp } from "../../text/stamp";
import type { Intake } from "../intake";
import type { TableRows } from "../rows";

/** How a part of a file is read. */
export interface ReadPart extends FilePart {
  /** Ends it before `to`. */
  readonly end?: PartEnd;
  /** Whether it is found how its file is written, also where all else is known. */
  readonly findsText?: boolean;
  /** Takes the rows as they were read, before their times are moved. */
  seen?(intake: Intake): void;
}

/**
 * Ends a part of a file behind so many bytes: before a row of another time than the one before it, so that rows of one time
 * are not parted, nor those of an hour that clocks show twice, which only their order tells apart.
 */
export class PartEnd {
  /** Bytes that the part has at least, unless its file ends. */
  readonly size: number;
  /** Where it ended: bytes of the part, and the line of the row behind it; `undefined` where it ends with its file. */
  at: { readonly bytes: number; readonly line: number } | undefined;
  readonly #zone: Zone;
  readonly #stamp = newStamp();
  #time = Number.NaN;
  #twice = false;

  /** `zone`: that of times that name none. */
  constructor(size: number, zone: Zone) {
    this.size = size;
    this.#zone = zone;
  }

  /** Begins again, as a table is read again from its first row. */
  restart(): void {
    this.at = undefined;
    this.#time = Number.NaN;
  }

  /** Returns whether the part ends before the row. */
  isBefore(rows: CsvRows, table: Pick<TableRows, "readTime" | "fault">): boolean {
    if (rows.position < this.size) return false;
    const stamp = this.#stamp;
    if (table.fault() !== undefined || !table.readTime(stamp)) return false;
    const isZoneless = Number.isNaN(stamp.offset);
    const time = isZoneless ? this.#zone.instantOf(stamp.wall) : stamp.wall - stamp.offset;
    const isTwice = isZoneless && stamp.clock && this.#zone.laterInstantOf(stamp.wall) !== time;
    const isOther = time !== this.#time && !Number.isNaN(this.#time) && !(isTwice && this.#twice);
    this.#time = time;
    this.#twice = isTwice;
    if (isOther) this.at = { bytes: rows.position, line: rows.line };
    return isOther;
  }
}
