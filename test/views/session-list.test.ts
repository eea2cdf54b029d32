import assert from "node:assert/strict";
import { inspect } from "node:util";
import type { Lab, SessionListOptions } from "../../src/index";
import { bundleOf } from "../../src/notebook/display";
import { apple, lab, leaveNothing, year } from "../api/labs";
import { crossover } from "../api/strategies";

describe("the list of sessions", () => {
  let opened: Lab;

  before(async () => {
    opened = await lab();
    const name = "a session with a name that is as long as a cell may be at most".slice(0, 58);
    await opened.run(year, crossover, { ...apple, name });
  });
  after(leaveNothing);

  const headOf = (text: string) => text.split("\n")[0].trim().split(/ +/);
  const shownBy = async (options?: SessionListOptions) => headOf(inspect(await opened.sessions(options)));

  it("shows results before ids where there is no room for all", async () => {
    const head = await shownBy();
    for (const result of ["name", "finalEquity", "totalReturn", "sharpe", "maxDrawdown"]) {
      assert.ok(head.includes(result), result);
    }
    for (const detail of ["initialCapital", "endReason"]) assert.ok(!head.includes(detail), detail);
  });

  const ways: [string, SessionListOptions][] = [
    ["sorted", { orderBy: "-initialCapital" }],
    ["filtered by values", { where: { initialCapital: 100_000 } }],
    ["filtered by a function", { where: ({ initialCapital }) => initialCapital > 1 }],
    ["filtered by what nothing matches", { where: { initialCapital: 1 } }],
  ];
  for (const [how, options] of ways) {
    it(`shows the column by which it is ${how}`, async () => {
      assert.ok((await shownBy(options)).includes("initialCapital"));
    });
  }

  it("has all columns in a notebook", async () => {
    const frame = await opened.sessions();
    const html = String(bundleOf(frame)?.["text/html"]).replaceAll("<wbr>", "");
    for (const column of frame.columns) assert.match(html, new RegExp(`<th [^>]*>${column}</th>`));
  });

  it("prints itself where there are none", async () => {
    const none = await (await lab()).sessions();
    assert.match(`${none}`, /^id +name +state .*\n-- .*\n0 rows$/);
    assert.match(String(bundleOf(none)?.["text/html"]), />0 rows<\/div>$/);
  });
});
