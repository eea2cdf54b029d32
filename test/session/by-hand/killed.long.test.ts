import assert from "node:assert/strict";
import { runToEnd } from "../../../src/run/headless";
import { prepareSession } from "../../../src/session/plan/plan";
import { apart, cell, closeAll, everythingOf, lab, leaveNothing, newFile } from "../../api/labs";
import { eventful } from "../../api/strategies";
import { runProgram } from "../../support/built-program";

describe("a session that was traded by hand and whose process was killed", () => {
  afterEach(leaveNothing);

  for (const count of [1, 12, 20])
    it(`after ${count} requests has each that was answered, and goes on as one that was never killed`, async () => {
      const path = newFile();
      const { signal, stdout } = await runProgram("session/processes/die-by-hand", path, String(count));
      assert.equal(signal, "SIGKILL");
      assert.equal(stdout.trim().split("\n").length, count);
      const session = await (await lab(path)).session("killed", { strategy: eventful });
      assert.equal(session.state, "PAUSED");
      const inputs = session.inputRows();
      // The last was under way.
      assert.ok(inputs.length === count || inputs.length === count + 1, `${inputs.length}`);
      assert.ok(inputs.every(({ step }) => step <= session.steps));
      const before = everythingOf(session);
      await session.buy("AAPL", 2);
      assert.deepEqual(everythingOf(session).equity, before.equity);
      await session.run();
      const [feed, strategy, options] = cell("killed");
      const { config, material } = prepareSession(feed.source, strategy as never, options as never);
      const again = await runToEnd(config, { ...material, inputs: session.inputRows() });
      assert.equal(again.fingerprint, session.fingerprint);
      assert.equal(again.metrics.finalEquity, session.metrics().finalEquity);
      const shown = everythingOf(session);
      await closeAll();
      assert.deepEqual(everythingOf(await (await apart(path)).session("killed")), shown);
    });
});
