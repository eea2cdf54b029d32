import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(__dirname, "expected");

/** Compares text with a file that a person has looked at; `UPDATE_EXPECTED=1` writes the file instead. */
export function assertExpected(file: string, text: string): void {
  update(file, text);
  assert.equal(text, readFileSync(join(folder, file), "utf8"));
}

/** Compares what JSON holds of a value with a file that a person has looked at, however that is laid out. */
export function assertExpectedJson(file: string, value: unknown): void {
  const text = JSON.stringify(value, null, 2);
  update(file, `${text}\n`);
  assert.deepEqual(JSON.parse(text), JSON.parse(readFileSync(join(folder, file), "utf8")));
}

function update(file: string, text: string): void {
  if (process.env.UPDATE_EXPECTED !== "1") return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), text);
}
