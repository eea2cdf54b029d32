import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineStrategy, maxPositionWeight, replay, type Session } from "../../../src/index";
import type { SessionConfig } from "../../../src/session/plan/config";
import { differencesOf } from "../../../src/session/plan/differences";
import { apple, lab, leaveNothing, year } from "../../api/labs";

const limits = { low: 5 };
const holder = defineStrategy({
  name: "holder",
  params: { n: 1, deep: { list: [1, 2] } },
  onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, bar.close > limits.low ? 1 : 0),
});

/** Rows of the hours of New York's exchange, in its own time, `step` minutes apart. */
function hours(step: number): string {
  const rows: string[] = ["time,open,high,low,close,volume"];
  const holidays = ["2024-01-15", "2024-02-19", "2024-03-29", "2024-05-27", "2024-06-19"];
  for (let day = 3; day < 183; day++) {
    const date = new Date(Date.UTC(2024, 0, day));
    if ([0, 6].includes(date.getUTCDay()) || holidays.includes(date.toISOString().slice(0, 10))) continue;
    for (let at = 9 * 60 + 30; at < 16 * 60; at += step) {
      const time = new Date(Date.UTC(2024, 0, day, 0, at)).toISOString().slice(0, 19).replace("T", " ");
      rows.push(`${time},10,11,9,${10 + (at % 7) / 10},100`);
    }
  }
  return rows.join("\n");
}

describe("what tells two sessions of a name apart", () => {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-differences-"));
  after(async () => {
    await leaveNothing();
    rmSync(folder, { recursive: true, force: true });
  });

  type Changed = readonly [path: string, config: SessionConfig];

  /** Every config in which one part of this one is another, or is gone. */
  function* othersOf(config: SessionConfig): Generator<Changed> {
    const set = (path: readonly string[], value: unknown): SessionConfig => {
      const copy = structuredClone(config);
      const parent = path.slice(0, -1).reduce<object>((at, key) => Reflect.get(at, key), copy);
      if (value === undefined) Reflect.deleteProperty(parent, path[path.length - 1]);
      else Reflect.set(parent, path[path.length - 1], value);
      return copy;
    };
    function* walk(value: unknown, path: readonly string[]): Generator<Changed> {
      if (typeof value === "object" && value !== null) {
        for (const key of Object.keys(value)) yield* walk(Reflect.get(value, key), [...path, key]);
      }
      if (path.length === 0) return;
      const other = typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `other ${value}`;
      if (typeof value !== "object" || value === null) yield [path.join("."), set(path, other)];
      const needed = ["feed", "calendar", "strategy", "functions", "options", "symbols", "params"];
      if (!needed.includes(path[path.length - 1])) yield [`${path.join(".")}, gone`, set(path, undefined)];
    }
    yield* walk(config, []);
  }

  it("is named, whatever part of a session is another", async () => {
    const session = await (await lab()).createSession(year, holder, {
      ...apple,
      name: "a",
      benchmark: "SPX",
      seed: 4,
      risk: [maxPositionWeight(1)],
      params: { n: 2 },
    });
    const path = join(folder, "hours.csv");
    writeFileSync(path, hours(60));
    const hourly = await (await lab()).createSession(replay(path, { timezone: "America/New_York" }), holder, {
      name: "a",
    });
    const parts: string[] = [];
    for (const { core } of [session, hourly]) {
      const { config } = core.record;
      assert.deepEqual(differencesOf(config, structuredClone(config)), []);
      for (const [part, other] of othersOf(config)) {
        parts.push(part);
        // Where the files of the same bars are does not matter.
        if (core === hourly.core && /^feed\.(source\.files\.0(, gone)?|firstSkipped)$/.test(part)) {
          assert.deepEqual(differencesOf(other, config), []);
          continue;
        }
        // Sessions of earlier versions do not have it.
        if (part === "benchmarkSource, gone") {
          assert.deepEqual(differencesOf(other, config), []);
          continue;
        }
        for (const told of [differencesOf(other, config), differencesOf(config, other)]) {
          assert.ok(told.length > 0, `${part} is another, and nothing says so`);
          for (const one of told) assert.match(one, /^[\w.[\] ]+: \S/, part);
        }
      }
    }
    for (const part of ["feed.found.stamp.side", "calendar.found", "year.perYear", "reach", "interval", "daily"])
      assert.ok(
        parts.some((one) => one.startsWith(part)),
        `${part} of ${parts}`,
      );
  });

  const told = ({ name, core }: Session) => [name, ...core.warnings.map((text) => /\((.*)\)$/.exec(text)?.[1])];
  const asked: [string, number, Parameters<typeof replay>[1], Parameters<typeof replay>[1], string[]][] = [
    [
      "a calendar that was declared from one that was found",
      60,
      { timezone: "America/New_York" },
      { calendar: "XNYS" },
      ["feed.calendar: XNYS (declared), was XNYS (found)"],
    ],
    [
      "a calendar that was found from one that was declared",
      5,
      { calendar: "XNYS" },
      { timezone: "America/New_York" },
      ["feed.calendar: XNYS (found), was XNYS (declared)"],
    ],
    [
      "calendars, and the zones that come with them",
      5,
      { calendar: "XNYS" },
      { calendar: "always", timezone: "UTC" },
      ["feed.calendar: always, was XNYS", "feed.timezone: UTC, was America/New_York"],
    ],
    [
      "stamps",
      30,
      { timezone: "America/New_York", stamp: "open" },
      { timezone: "America/New_York", stamp: "close" },
      ["feed.options.stamp: close, was open"],
    ],
    ["zones", 60, { timezone: "UTC" }, { timezone: "Asia/Tokyo" }, ["feed.timezone: Asia/Tokyo, was UTC"]],
  ];
  for (const [what, step, first, second, says] of asked)
    it(`tells ${what}, by name`, async () => {
      const path = join(folder, `us_${step}min.csv`);
      writeFileSync(path, hours(step));
      const opened = await lab();
      assert.deepEqual(told(await opened.run(replay(path, first), holder, { name: "a" })), ["a"]);
      const [name, line] = told(await opened.run(replay(path, second), holder, { name: "a" }));
      assert.equal(name, "a #2");
      for (const part of says) assert.ok(line?.split("; ").includes(part), `${line}`);
    });

  it("compares with the session that differs least, and writes lists in brackets", async () => {
    const opened = await lab();
    const other = defineStrategy({ ...holder, name: "other" });
    const create = (strategy: typeof holder, more: object) =>
      opened.createSession(year, strategy, { ...apple, name: "near", ...more });
    await create(other, {});
    await create(other, { seed: 4, risk: [maxPositionWeight(1)] });
    const said: string[] = [];
    const { log } = console;
    const [warn, error] = [console.warn, console.error];
    const take = (text: unknown) => void said.push(String(text));
    Object.assign(console, { log: take, warn: take, error: take });
    try {
      await create(holder, {});
      await create(holder, { params: { deep: { list: [1, 3] } } });
    } finally {
      Object.assign(console, { log, warn, error });
    }
    assert.match(said[0], /"near" stays as it is; this is another one \(strategy: holder, was other\)/);
    assert.match(
      said[1],
      /"near #3" stays as it is; this is another one \(params\.deep\.list: \[1, 3\], was \[1, 2\]\)/,
    );
  });
});
