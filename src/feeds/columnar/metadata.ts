/**
 * Checks what Arrow files say of themselves, in tables of FlatBuffers, before apache-arrow believes it: a list that is
 * longer than the bytes it stands in would take all memory. Sources: Arrow's Message.fbs, Schema.fbs and File.fbs; the
 * FlatBuffers binary format. All throw where the bytes are broken.
 */
class Metadata {
  readonly #bytes: Buffer;
  #left: number;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    // A table has four bytes at least, so there are no more of them.
    this.#left = bytes.length / 4;
  }

  /** Returns the place of the table that an offset leads to. */
  tableAt(at: number): number {
    if (this.#left-- < 0) throw new Error("its tables hold one another");
    return at + this.#bytes.readUInt32LE(at);
  }

  /** Returns the place of a field of a table, 0 where the table has none. */
  field(table: number, number: number): number {
    const fields = table - this.#bytes.readInt32LE(table);
    const at = 4 + 2 * number;
    const offset = this.#bytes.readUInt16LE(fields) > at ? this.#bytes.readUInt16LE(fields + at) : 0;
    return offset === 0 ? 0 : table + offset;
  }

  /** Returns the places of the members of a list, which have `size` bytes each. */
  members(table: number, number: number, size: number): number[] {
    const field = this.field(table, number);
    if (field === 0) return [];
    const list = this.tableAt(field);
    const length = this.#bytes.readUInt32LE(list);
    if (list + 4 + length * size > this.#bytes.length) throw new Error("a list in it is longer than the file");
    return Array.from({ length }, (_, member) => list + 4 + member * size);
  }

  checkSchema(schema: number): void {
    this.members(schema, 2, 4);
    for (const field of this.members(schema, 1, 4)) this.#checkField(this.tableAt(field));
  }

  checkBatch(batch: number): void {
    this.members(batch, 1, 16);
    const buffers = this.members(batch, 2, 16).length;
    const counts = this.members(batch, 4, 8).map((at) => Number(this.#bytes.readBigInt64LE(at)));
    if (counts.some((count) => count < 0 || count > buffers)) throw new Error("it has fewer buffers than it says");
  }

  #checkField(field: number): void {
    this.members(field, 6, 4);
    for (const child of this.members(field, 5, 4)) this.#checkField(this.tableAt(child));
  }
}

/** Checks a message and returns the length of the body behind it. */
export function checkMessage(bytes: Buffer): number {
  const data = new Metadata(bytes);
  const message = data.tableAt(0);
  const [kind, header, body] = [1, 2, 3].map((number) => data.field(message, number));
  const table = data.tableAt(header);
  if (bytes[kind] === 1) data.checkSchema(table);
  else data.checkBatch(bytes[kind] === 2 ? data.tableAt(data.field(table, 1)) : table);
  const length = body === 0 ? 0 : Number(bytes.readBigInt64LE(body));
  if (length < 0) throw new Error("a message has no length");
  return length;
}

/** Checks the footer of a file, and returns where its blocks of rows and dictionaries begin. */
export function checkFooter(bytes: Buffer): number[] {
  const data = new Metadata(bytes);
  const footer = data.tableAt(0);
  data.checkSchema(data.tableAt(data.field(footer, 1)));
  const blocks = [2, 3].flatMap((number) => data.members(footer, number, 24));
  return blocks.map((block) => Number(bytes.readBigInt64LE(block)));
}
