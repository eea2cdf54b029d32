import assert from "node:assert/strict";
import { everythingOf, lab, leaveNothing, tableOf } from "../api/labs";
import { cells, copyOf, goldenOf, reopened, shownBy, storedVersions } from "./files";

const finished = ["completed", "both", "cross"];
const unfinished = ["created", "paused", "owned", "died"];

describe("stored files of every version", () => {
  afterEach(leaveNothing);

  it("are here from the first to that of now", async () => {
    const opened = await lab(copyOf(Math.max(...storedVersions)));
    const { values } = await opened.query("SELECT user_version FROM pragma_user_version");
    const [[now]] = values as number[][];
    assert.deepEqual(
      storedVersions,
      Array.from({ length: now }, (_, before) => before + 1),
    );
  });

  for (const version of storedVersions) {
    it(`of version ${version} show each session as when it was stored`, async () => {
      const opened = await lab(copyOf(version));
      const { stored } = goldenOf(version);
      assert.deepEqual(Object.keys(stored), Object.keys(cells));
      for (const [name, golden] of Object.entries(stored)) {
        assert.deepEqual(shownBy(await opened.session(name)), golden, name);
      }
    });

    for (const name of unfinished) {
      it(`of version ${version} let the session "${name}" go on to its end`, async () => {
        const opened = await lab(copyOf(version));
        const session = await reopened(opened, name);
        await session.run();
        assert.deepEqual(shownBy(session), goldenOf(version).ends[name]);
      });
    }

    it(`of version ${version} keep where a session came to that went on`, async () => {
      const file = copyOf(version);
      const opened = await lab(file);
      const shown = everythingOf(await (await reopened(opened, "paused")).run());
      await opened.close();
      assert.deepEqual(everythingOf(await (await lab(file)).session("paused")), shown);
    });

    it(`of version ${version} give a cell that is run again its session`, async () => {
      const opened = await lab(copyOf(version));
      const names = [];
      for (const cell of Object.values(cells)) names.push((await opened.createSession(...cell)).name);
      // One that failed is not used again, and neither is one with a model of the user's own.
      const expected = Object.keys(cells).map((name) => (name === "failed" || name === "owned" ? `${name} #2` : name));
      assert.deepEqual(names, expected);
    });

    it(`of version ${version} compare as sessions of now do`, async () => {
      const [before, now] = [await lab(copyOf(version)), await lab()];
      for (const name of finished) await now.run(...cells[name]);
      const [stored, fresh] = [await before.compare(finished), await now.compare(finished)];
      for (const frame of ["metrics", "winners", "sessions", "correlation"] as const)
        assert.deepEqual(tableOf(stored[frame]()), tableOf(fresh[frame]()));
      assert.deepEqual(stored.plotEquity(), fresh.plotEquity());
    });
  }
});
