import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Bytes, bytesOf, integersOf } from "./blobs";

// Begins a packed BLOB. As a double it would be a number of no account, below 1e-300.
const mark = Buffer.from("papl\0\0\0\0", "latin1");
const secondsMark = Buffer.from("paps\0\0\0\0", "latin1");
// More numbers take too long to pack.
const MOST = 10_000;

/**
 * Returns numbers as bytes, packed if that is shorter: a mark of 8 bytes, one byte that says whether differences are stored
 * (1) or the numbers (0), and their little-endian bytes, deflated.
 */
export function packedBytes(values: Bytes): Uint8Array {
  const plain = bytesOf(values);
  if (values.length > MOST) return plain;
  const areSteps =
    values instanceof Float64Array && values.every((value) => Number.isSafeInteger(value) && value !== 0);
  const stored = areSteps ? bytesOf(differencesOf(values)) : plain;
  const packed = Buffer.concat([mark, Buffer.of(areSteps ? 1 : 0), deflateRawSync(stored)]);
  return packed.length < plain.length ? Uint8Array.from(packed) : plain;
}

/** Returns times as bytes, if they are whole seconds: a mark of 8 bytes and 32-bit integers; otherwise as doubles. */
export function secondsBytes(time: Float64Array): Uint8Array {
  const seconds = time.map((value) => value / 1000);
  const areWhole = seconds.every((value) => Number.isInteger(value) && Math.abs(value) <= 0x7fffffff);
  return areWhole ? Uint8Array.from(Buffer.concat([secondsMark, bytesOf(Int32Array.from(seconds))])) : bytesOf(time);
}

/** Returns the bytes of the numbers in a BLOB, whether they are packed or not. */
export function unpackedBytes(blob: Uint8Array): Uint8Array {
  if (blob.length > mark.length && secondsMark.compare(blob, 0, mark.length) === 0) return millisecondsOf(blob);
  if (blob.length <= mark.length || mark.compare(blob, 0, mark.length) !== 0) return blob;
  const stored = inflateRawSync(blob.subarray(mark.length + 1));
  if (blob[mark.length] === 0) return stored;
  const bytes = Buffer.alloc(stored.length);
  for (let at = 0, sum = 0; at < stored.length; at += 8) {
    sum += stored.readDoubleLE(at);
    bytes.writeDoubleLE(sum, at);
  }
  return bytes;
}

function millisecondsOf(blob: Uint8Array): Uint8Array {
  const seconds = integersOf([blob.subarray(secondsMark.length)]);
  return bytesOf(Float64Array.from(seconds, (value) => value * 1000));
}

// Exact, because the numbers are whole.
function differencesOf(values: Float64Array): Float64Array {
  return values.map((value, at) => value - (at === 0 ? 0 : values[at - 1]));
}
