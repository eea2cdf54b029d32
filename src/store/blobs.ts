import { endianness } from "node:os";

const bigEndian = endianness() === "BE";

/** Returns a copy of some doubles as bytes, 8 each, little-endian. */
export function blobOf(values: Float64Array): Buffer {
  const bytes = Buffer.from(Float64Array.from(values).buffer);
  return bigEndian ? bytes.swap64() : bytes;
}

/** Returns the doubles in some BLOBs, one behind the other. */
export function doublesOf(blobs: readonly Buffer[]): Float64Array {
  const bytes = Buffer.concat(blobs);
  if (bigEndian) bytes.swap64();
  const values = new Float64Array(bytes.length / 8);
  new Uint8Array(values.buffer).set(bytes);
  return values;
}

/** Returns a copy of some 32-bit integers as bytes, 4 each, little-endian. */
export function integerBlobOf(values: Int32Array): Buffer {
  const bytes = Buffer.from(Int32Array.from(values).buffer);
  return bigEndian ? bytes.swap32() : bytes;
}

/** Returns the 32-bit integers in a BLOB. */
export function integersOf(blob: Buffer): Int32Array {
  const bytes = Buffer.from(blob);
  if (bigEndian) bytes.swap32();
  const values = new Int32Array(bytes.length / 4);
  new Uint8Array(values.buffer).set(bytes);
  return values;
}
