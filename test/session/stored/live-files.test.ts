import assert from "node:assert/strict";
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as paperlab from "../../../src/index";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { asThen, type Shown } from "./files";

const folder = join(__dirname, "../../../fixtures/stored");
const { barsOf, feedOf, strategyOf } = require(join(folder, "live-feed.cjs")) as {
  barsOf(from: number, to: number): paperlab.Bar[];
  feedOf(library: typeof paperlab, messages: readonly unknown[]): paperlab.Feed;
  strategyOf(library: typeof paperlab): paperlab.Strategy;
};
const names = readdirSync(folder).flatMap((name) => /^(live-\d+)\.db$/.exec(name)?.[1] ?? []);

describe("stored sessions on live feeds", () => {
  afterEach(leaveNothing);

  it("are here", () => assert.ok(names.includes("live-5")));

  for (const name of names)
    it(`of ${name} show what came, and go on behind a gap`, async () => {
      const path = newFile();
      copyFileSync(join(folder, `${name}.db`), path);
      const golden = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as {
        readonly stored: Shown & { readonly events: readonly paperlab.NumberedEvent[] };
        readonly end: Shown;
      };
      const opened = await lab(path);
      const read = await opened.session("live");
      const { events, ...stored } = golden.stored;
      assert.deepEqual(asThen(read, golden.stored), stored);
      assert.deepEqual(read.feedEventRows().slice(0, events.length), events);
      assert.deepEqual([...read.feed().bars()], [...barsOf(0, 20), ...barsOf(25, 35)]);
      const feed = feedOf(paperlab, barsOf(50, 70));
      const session = await opened.session("live", { strategy: strategyOf(paperlab), feed });
      await session.run();
      assert.deepEqual({ ...asThen(session, golden.end), fingerprint: golden.end.fingerprint }, golden.end);
      assert.ok(session.core.fingerprints().includes(golden.end.fingerprint));
      assert.deepEqual(
        session
          .feedEventRows()
          .slice(-2)
          .map(({ kind }) => kind),
        ["gap", "ended"],
      );
    });
});
