import { createHmac, timingSafeEqual } from "node:crypto";

/** What is signed. What is signed as one cannot be taken for another. */
export type Purpose = "plan" | "job" | "result" | "decided";

const LENGTH = 32;

/** Returns bytes behind their signature by the lab's key (HMAC with SHA-256). */
export function signed(purpose: Purpose, key: string, bytes: Uint8Array): Buffer {
  return Buffer.concat([signature(purpose, key, bytes), bytes]);
}

/** Returns the bytes behind a signature; `undefined` if nobody with the key has signed them. */
export function unsigned(purpose: Purpose, key: string, whole: Uint8Array): Buffer | undefined {
  const all = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength);
  if (all.length < LENGTH) return undefined;
  const bytes = all.subarray(LENGTH);
  return timingSafeEqual(all.subarray(0, LENGTH), signature(purpose, key, bytes)) ? bytes : undefined;
}

/** Returns a value as JSON, signed, as base64. */
export function signedText(purpose: Purpose, key: string, value: unknown): string {
  return signed(purpose, key, Buffer.from(JSON.stringify(value))).toString("base64");
}

/** Returns the value that `signedText` has signed; `undefined` if nobody with the key has. */
export function unsignedText(purpose: Purpose, key: string, text: unknown): unknown {
  const bytes = typeof text === "string" ? unsigned(purpose, key, Buffer.from(text, "base64")) : undefined;
  return bytes && JSON.parse(bytes.toString("utf8"));
}

function signature(purpose: Purpose, key: string, bytes: Uint8Array): Buffer {
  return createHmac("sha256", key).update(`paperlab ${purpose}\n`).update(bytes).digest();
}
