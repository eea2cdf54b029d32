import { endianness } from "node:os";

const bigEndian = endianness() === "BE";

type Numbers = Float64Array | Int32Array | Uint16Array;

/** Returns a copy of some numbers as bytes, little-endian, as many a number as the array has. */
export function blobOf(values: Numbers): Buffer {
  const bytes = Buffer.from(values.slice().buffer);
  return swapped(bytes, values.BYTES_PER_ELEMENT);
}

/** Returns the doubles in some BLOBs, one behind the other. */
export function doublesOf(blobs: readonly Buffer[]): Float64Array {
  return new Float64Array(joined(blobs, 8));
}

/** Returns the 32-bit integers in some BLOBs, one behind the other. */
export function integersOf(blobs: readonly Buffer[]): Int32Array {
  return new Int32Array(joined(blobs, 4));
}

/** Returns the 16-bit integers in some BLOBs, one behind the other. */
export function shortsOf(blobs: readonly Buffer[]): Uint16Array {
  return new Uint16Array(joined(blobs, 2));
}

function joined(blobs: readonly Buffer[], width: number): ArrayBuffer {
  const length = blobs.reduce((sum, blob) => sum + blob.length, 0);
  const bytes = Buffer.from(new ArrayBuffer(length - (length % width)));
  let at = 0;
  for (const blob of blobs) at += blob.copy(bytes, at);
  swapped(bytes, width);
  return bytes.buffer as ArrayBuffer;
}

function swapped(bytes: Buffer, width: number): Buffer {
  if (!bigEndian) return bytes;
  return width === 8 ? bytes.swap64() : width === 4 ? bytes.swap32() : bytes.swap16();
}
