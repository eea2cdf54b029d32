/** What is used of the package apache-arrow. */
export interface ArrowPackage {
  tableFromIPC(bytes: Uint8Array): ArrowTable;
  readonly compressionRegistry?: ArrowCodecs;
  readonly RecordBatchReader: { from(bytes: Uint8Array): { open(): ArrowFileReader } };
  readonly Table: new (schema: ArrowTable["schema"], batches: readonly unknown[]) => ArrowTable;
}

/** Reads the batches of rows of a file. */
export interface ArrowFileReader {
  readonly schema: ArrowTable["schema"];
  readonly numRecordBatches: number;
  readRecordBatch(at: number): unknown;
}

/** What is used of the package parquet-wasm. */
export interface ParquetPackage {
  readParquet(bytes: Uint8Array): { intoIPCStream(): Uint8Array };
}

/** How compressed Arrow files are unpacked: 0 is LZ4, 1 is Zstandard. */
export interface ArrowCodecs {
  get(compression: 0 | 1): object | null;
  set(compression: 0 | 1, codec: { decode(packed: Uint8Array): Uint8Array }): void;
}

/** A table, by its columns. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: ArrowType }[] };
  getChildAt(column: number): ArrowVector | null;
}

/** The values of a column, row by row; null where there is none. */
export interface ArrowVector extends Iterable<unknown> {
  readonly length: number;
  readonly data: readonly ArrowChunk[];
  get(row: number): unknown;
}

/** A stretch of a column as it is stored. */
export interface ArrowChunk {
  readonly length: number;
  readonly nullCount: number;
  readonly values: ArrayLike<number | bigint>;
  /** Where texts begin, and where the last one ends. */
  readonly valueOffsets: ArrayLike<number | bigint>;
  /** Values in a row: a decimal has several. */
  readonly stride: number;
  getValid(row: number): boolean;
}

/** The type of a column, as Arrow's specification has it: what it consists of depends on `typeId`. */
export interface ArrowType {
  readonly typeId: number;
  /** Of dates: 0 days, 1 milliseconds. Of times: 0 seconds, 1 milliseconds, 2 microseconds, 3 nanoseconds. */
  readonly unit?: number;
  readonly timezone?: string | null;
  /** Decimals behind the point. */
  readonly scale?: number;
  /** The type of the values of a dictionary. */
  readonly dictionary?: ArrowType;
  toString(): string;
}

/** Numbers of Arrow's types, from its specification (Schema.fbs); a dictionary's is that of apache-arrow. */
export const arrowTypes = {
  dictionary: -1,
  null: 1,
  int: 2,
  float: 3,
  utf8: 5,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  largeUtf8: 20,
  utf8View: 24,
} as const;
