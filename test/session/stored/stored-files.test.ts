import assert from "node:assert/strict";
import { apart, everythingOf, lab, leaveNothing, tableOf } from "../../api/labs";
import { asThen, cellsOf, copyOf, goldenOf, newestFile, reopened, rulesOf, storedFiles, underRulesOf } from "./files";

const finished = ["completed", "both", "cross"];
const unfinished = ["created", "paused", "owned", "died"];

/** The newest file of the same rules. */
const newestLike = (file: string) => storedFiles.filter((other) => rulesOf(other) === rulesOf(file)).at(-1) as string;

describe("stored files", () => {
  afterEach(leaveNothing);

  it("are here of every version of the schema, and of that of now with the fingerprints of now", async () => {
    const opened = await lab();
    const path = copyOf(newestFile);
    const { values } = await (await apart(path)).query("SELECT user_version FROM pragma_user_version");
    const [[now]] = values as number[][];
    const versions = new Set(storedFiles.map((name) => Number(/\d+/.exec(name))));
    assert.deepEqual(
      [...versions],
      Array.from({ length: now }, (_, before) => before + 1),
    );
    const { fingerprint } = await opened.run(...cellsOf(newestFile).completed);
    assert.equal(goldenOf(newestFile).stored.completed.fingerprint, fingerprint);
  });

  for (const file of storedFiles) {
    describe(file, () => {
      const cells = cellsOf(file);

      it("shows each session as when it was stored", async () => {
        const opened = await lab(copyOf(file));
        const { stored } = goldenOf(file);
        assert.deepEqual(Object.keys(stored), Object.keys(cells));
        for (const [name, golden] of Object.entries(stored)) {
          assert.deepEqual(asThen(await opened.session(name), golden), golden, name);
        }
      });

      it("lets each session that has not ended go on to its end, and keeps where it came to", async () => {
        const path = copyOf(file);
        const opened = await lab(path);
        for (const name of unfinished) {
          const session = await reopened(opened, name, file);
          await session.run();
          const golden = goldenOf(file).ends[name];
          assert.deepEqual({ ...asThen(session, golden), fingerprint: golden.fingerprint }, golden, name);
          assert.ok(session.core.fingerprints().includes(golden.fingerprint), "another fingerprint of its version");
          const { fingerprint } = goldenOf(newestLike(file)).ends[name];
          assert.ok(session.core.fingerprints().includes(fingerprint), "another one than the newest of its rules");
        }
        const shown = everythingOf(await opened.session("paused"));
        await opened.close();
        // The first files do not hold the bars of arrays.
        const [feed] = cells.paused;
        assert.deepEqual(everythingOf(await (await apart(path)).session("paused", { feed })), shown);
      });

      describe("beside sessions under the rules of then", () => {
        underRulesOf(file);

        it("gives a cell that is run again its session", async () => {
          const opened = await lab(copyOf(file));
          const names = [];
          for (const cell of Object.values(cells)) names.push((await opened.createSession(...cell)).name);
          // One that failed is not used again, and neither is one whose model of the user's own was not kept then.
          const isAnother = (name: string) => name === "failed" || (name === "owned" && rulesOf(file) === 1);
          const expected = Object.keys(cells).map((name) => (isAnother(name) ? `${name} #2` : name));
          assert.deepEqual(names, expected);
        });

        // Of the same rules, the newest has all that others have.
        if (file !== newestLike(file)) return;
        it("compares as sessions of now do", async () => {
          const [before, now] = [await lab(copyOf(file)), await lab()];
          const [otherFile, otherNow] = [await lab(copyOf(file)), await lab()];
          // They are of other years.
          for (const name of finished) {
            const stored = await before.compare([name, await otherFile.session(name)]);
            const fresh = await now.compare([await now.run(...cells[name]), await otherNow.run(...cells[name])]);
            for (const frame of ["metrics", "winners", "sessions", "correlation", "settings"] as const)
              assert.deepEqual(tableOf(stored[frame]()), tableOf(fresh[frame]()));
            assert.deepEqual(stored.plotEquity(), fresh.plotEquity());
          }
        });
      });
    });
  }
});
