import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "mocha";
import { type FeedSource, isRecorded, type RecordedSource } from "../../src/feeds/source/source";

/**
 * Gives a suite a folder of its own, which is the working folder while it runs, so that messages show short paths.
 * Returns a function that writes a file into it and returns the file's name.
 */
export function useFolder(): (name: string, text: string | Buffer) => string {
  const home = process.cwd();
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-"));
    process.chdir(folder);
  });
  after(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });
  return (name, text) => {
    writeFileSync(join(folder, name), text);
    return name;
  };
}

/** Returns a feed as the recorded one that it is. */
export function recorded(feed: FeedSource): RecordedSource {
  assert(isRecorded(feed));
  return feed;
}
