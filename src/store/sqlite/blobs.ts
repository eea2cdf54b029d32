import { endianness } from "node:os";

const bigEndian = endianness() === "BE";

/** Numbers that are stored as bytes. */
export type Bytes = Float64Array | Int32Array | Uint16Array | Uint8Array;

/** Returns a copy of some numbers as bytes, little-endian. */
export function bytesOf(values: Bytes): Uint8Array {
  const copy = values.slice();
  return swapped(Buffer.from(copy.buffer), values.BYTES_PER_ELEMENT);
}

/** Returns the doubles in some BLOBs, joined in order. */
export function doublesOf(blobs: readonly Uint8Array[]): Float64Array {
  return new Float64Array(joined(blobs, 8));
}

/** Returns the 32-bit integers in some BLOBs, joined in order. */
export function integersOf(blobs: readonly Uint8Array[]): Int32Array {
  return new Int32Array(joined(blobs, 4));
}

/** Returns the 16-bit integers in some BLOBs, joined in order. */
export function shortsOf(blobs: readonly Uint8Array[]): Uint16Array {
  return new Uint16Array(joined(blobs, 2));
}

/** Returns the bytes of some BLOBs, joined in order. */
export function octetsOf(blobs: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(joined(blobs, 1));
}

function joined(blobs: readonly Uint8Array[], width: number): ArrayBuffer {
  const length = blobs.reduce((sum, blob) => sum + blob.length, 0);
  const bytes = Buffer.from(new ArrayBuffer(length - (length % width)));
  let at = 0;
  for (const blob of blobs) {
    bytes.set(blob.subarray(0, Math.min(blob.length, bytes.length - at)), at);
    at += blob.length;
  }
  swapped(bytes, width);
  return bytes.buffer as ArrayBuffer;
}

function swapped(bytes: Buffer, width: number): Buffer {
  if (!bigEndian || width === 1) return bytes;
  return width === 8 ? bytes.swap64() : width === 4 ? bytes.swap32() : bytes.swap16();
}
