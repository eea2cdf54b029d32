import { PaperLabError } from "../errors";
import { type SampleName, type SampleOptions, sampleSource } from "./made/sample";
import { type ReplayOptions, replaySource } from "./replay";
import type { FeedManifest, FeedSource } from "./source";

/**
 * Makes a feed again from its manifest, with the calendar and zone that were chosen then. That its bars are
 * still the same is for the caller to see: they are when `manifest.sha256` is. Throws EMPTY_DATA for a feed that was made
 * in memory, of which `keptSource` makes one from its bars, and what `replaySource` throws.
 */
export function remakeSource(manifest: FeedManifest): FeedSource {
  const { source, options, calendar, timezone } = manifest;
  if ("sample" in source) return sampleSource(source.sample as SampleName, options as SampleOptions);
  if ("files" in source) return replaySource(source.files, { ...(options as ReplayOptions), calendar, timezone });
  const cure = "Give it with lab.session(name, { feed })";
  const text = `Expected feed "${manifest.name}" to be given, since it was made of ${source.memory} in memory. ${cure}`;
  throw new PaperLabError("EMPTY_DATA", text);
}
