import type { Addition } from "./addition";

const migrations = {
  file: "src/store/database/migrations.ts",
  before: "];\n\n/**\n * Brings a database up",
};

const shapes = {
  test: "test/store/database/migrations.test.ts",
  that: "come to what the declared tables say",
};

const page = {
  test: "test/house/architecture-page.test.ts",
  that: "is what the declared tables say",
};

const storedFiles = {
  test: "test/session/stored/stored-files.test.ts",
  that: "are here of every version of the schema",
};

/** What changes the files in which sessions are stored; those of before still open. */
export const storedAdditions: readonly Addition[] = [
  {
    row: "a table",
    file: {
      path: "src/store/tables/held.ts",
      text: `import type { Position } from "../../core/account/position";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { real, text } = storedColumnsOf<Position>();

/** What is held, as rows of \`paper_held\`. */
export const heldTable: StoredTable<Position> = {
  name: "paper_held",
  comment: "One row a symbol that the session holds at its cursor.",
  key: ["symbol"],
  meeting: "replaceAll",
  columns: [text("symbol", "symbol"), real("quantity", "quantity", { comment: "negative when short" })],
};
`,
    },
    lines: [
      {
        file: "src/store/tables/schema.ts",
        before: 'import { logTable } from "./logs";',
        text: 'import { heldTable } from "./held";\n',
      },
      { file: "src/store/tables/schema.ts", before: "  metricTable,\n", text: "  heldTable,\n" },
      {
        ...migrations,
        text: `  \`CREATE TABLE paper_held(
  -- One row a symbol that the session holds at its cursor.
  session_id INTEGER NOT NULL REFERENCES paper_sessions(id) ON DELETE CASCADE,
  symbol TEXT NOT NULL,
  quantity,                     -- double, negative when short
  PRIMARY KEY (session_id, symbol)
) WITHOUT ROWID\`,
`,
      },
      {
        file: "src/store/writing/packet.ts",
        before: 'import { logTable } from "../tables/logs";',
        text: 'import { heldTable } from "../tables/held";\n',
      },
      {
        file: "src/store/writing/packet.ts",
        before: "  if (metrics !== undefined)",
        text: "  if (positions !== undefined) packer.add(heldTable, positions);\n",
      },
      {
        file: "docs/tables.md",
        before: "## paper_session_metrics",
        text: `## paper_held

One row a symbol that the session holds at its cursor.

Key: \`session_id\`, \`symbol\`

- \`symbol\` (text)
- \`quantity\` (double): negative when short

`,
      },
    ],
    tried: `await (async () => {
      const stored = await paperlab.openLab("table.db");
      await stored.run(feed, buying, { symbols: ["AAPL"] });
      const { values } = await stored.query("SELECT symbol, quantity FROM paper_held");
      await stored.close();
      return values;
    })()`,
    result: [["AAPL", 1]],
    forgotten: [
      {
        what: "its line in the schema",
        lines: [0, 1],
        refused: { house: /src\/store\/tables\/held\.ts is not in src\/store\/tables\/schema\.ts/ },
      },
      { what: "its migration", lines: [2], refused: shapes },
      {
        what: "what fills it",
        lines: [3, 4],
        refused: { test: "test/store/tables/schema.test.ts", that: "are all filled by what is stored" },
      },
      { what: "its section in docs/tables.md", lines: [5], refused: page },
      { what: "a stored file of its version", refused: storedFiles },
    ],
  },
  {
    row: "a column of a table",
    lines: [
      {
        file: "src/store/tables/trades.ts",
        before: '    real("return_on_entry"',
        text: '    { name: "held", kind: "integer", comment: "milliseconds", write: (trade) => trade.exitTime - trade.entryTime },\n',
      },
      {
        ...migrations,
        text: `  "ALTER TABLE paper_trades ADD COLUMN held INTEGER; UPDATE paper_trades SET held = exit_time - entry_time",
`,
      },
      {
        file: "docs/tables.md",
        before: "- `return_on_entry` (",
        text: "- `held` (whole number): milliseconds\n",
      },
    ],
    tried: `await (async () => {
      copyFileSync("fixtures/stored/v3.db", "column.db");
      const { cellsOf } = require("./fixtures/stored/sessions.cjs");
      const stored = await paperlab.openLab("column.db");
      const [year, cross, options] = cellsOf(paperlab).cross;
      await stored.run(year, cross, { ...options, name: "again" });
      const right = "SELECT name, sum(held = exit_time - entry_time) = count(*) FROM paper_trades JOIN paper_sessions ON paper_sessions.id = session_id";
      const { values } = await stored.query(right + " WHERE name IN ('cross', 'again') GROUP BY name");
      const trades = (await stored.session("cross")).tradeRows();
      await stored.close();
      return [values, trades.length > 0, "held" in trades[0]];
    })()`,
    result: [
      [
        ["again", 1],
        ["cross", 1],
      ],
      true,
      false,
    ],
    forgotten: [
      { what: "its migration", lines: [1], refused: shapes },
      { what: "its row in docs/tables.md", lines: [2], refused: page },
    ],
  },
  {
    row: "other rules, or other defaults",
    lines: [
      {
        file: "src/run/rules.ts",
        before: "/** All rules that a session can run under",
        text: `const eleventhRules: Rules = {
  number: 11,
  defaults: { ...tenthRules.defaults, initialCapital: 50_000 },
  behavior: tenthBehavior,
};

`,
      },
      { file: "src/run/rules.ts", before: "];\n\n/** Returns the rules that a new", text: "  eleventhRules,\n" },
    ],
    tried: `await (async () => {
      copyFileSync("fixtures/stored/v4.db", "rules.db");
      const { cellsOf } = require("./fixtures/stored/sessions.cjs");
      const stored = await paperlab.openLab("rules.db");
      const made = await stored.createSession(...cellsOf(paperlab).cross);
      const said = /rules: .*\\d/.exec(inspect(made))?.[0];
      await made.run();
      const capital = [made, await stored.session("cross")].map((session) => session.equityRows()[0].equity);
      await stored.close();
      return [made.name, said, ...capital];
    })()`,
    result: ["cross #2", "rules: 11, was 2", 50_000, 100_000],
    forgotten: [
      {
        what: "one of their defaults",
        text: "...tenthRules.defaults, ",
        refused: { in: "src/run/rules.ts", says: /is missing the following properties from type 'Defaults'/ },
      },
      {
        what: "their entry in the list",
        lines: [1],
        refused: { in: "src/run/rules.ts", says: /'eleventhRules' is declared but its value is never read/ },
      },
    ],
  },
];
