const frameMark = 0x184d2204;

/**
 * Unpacks an LZ4 frame, the compression of Feather files that pandas writes by default. Source: the LZ4 frame format
 * 1.6.4 and block format of lz4.org. Checksums are not compared. Throws where the bytes are none.
 */
export function unpackLz4(packed: Uint8Array): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < 7 || view.getUint32(0, true) !== frameMark) throw new Error("a block is no LZ4 frame");
  const [flags, sizes] = [packed[4], packed[5]];
  const blockChecksum = (flags & 16) !== 0;
  const mostOfBlock = 1 << (8 + 2 * ((sizes >> 4) & 7));
  // Content size and dictionary are told where their flags are set; a byte of checksum ends the header.
  let at = 6 + ((flags & 8) !== 0 ? 8 : 0) + ((flags & 1) !== 0 ? 4 : 0) + 1;
  const out = new Unpacked(packed.length * 4);
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) return out.bytes();
    const size = word & 0x7fffffff;
    if (at + size > packed.length) throw new Error("an LZ4 block is cut off");
    out.reserve(mostOfBlock);
    if (word >>> 31 === 1) out.copy(packed, at, at + size);
    else unpackBlock(packed, at, at + size, out);
    at += size + (blockChecksum ? 4 : 0);
  }
}

/** A block is sequences of literals and of bytes that came before; the last has literals alone. */
function unpackBlock(packed: Uint8Array, from: number, to: number, out: Unpacked): void {
  let at = from;
  const longer = (length: number): number => {
    let sum = length;
    for (let byte = 255; length === 15 && byte === 255; sum += byte) {
      if (at >= to) throw new Error("an LZ4 block is cut off");
      byte = packed[at++];
    }
    return sum;
  };
  while (at < to) {
    const token = packed[at++];
    const literals = longer(token >> 4);
    if (at + literals > to) throw new Error("an LZ4 block is cut off");
    out.copy(packed, at, at + literals);
    at += literals;
    if (at === to) return;
    const distance = packed[at] | (packed[at + 1] << 8);
    at += 2;
    out.repeat(distance, longer(token & 15) + 4);
  }
}

/** Bytes as they are unpacked. */
class Unpacked {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Makes room for some more bytes; a block that has more is broken. */
  reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const longer = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    longer.set(this.bytes());
    this.#bytes = longer;
  }

  copy(source: Uint8Array, from: number, to: number): void {
    this.#bytes.set(source.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  /** Repeats what stands `distance` bytes before, also over its own end. */
  repeat(distance: number, length: number): void {
    const bytes = this.#bytes;
    const end = this.#length + length;
    if (distance === 0 || distance > this.#length || end > bytes.length) throw new Error("an LZ4 block is broken");
    for (let at = this.#length; at < end; at++) bytes[at] = bytes[at - distance];
    this.#length = end;
  }
}
