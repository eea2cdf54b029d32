import assert from "node:assert/strict";
import fc from "fast-check";
import { Interruption, Unreadable } from "../../../src/feeds/live/message";
import { Reader } from "../../../src/feeds/live/reader";
import { until } from "./stream";

/** What a parser does with a message, after so many turns of the event loop; 0 is at once. */
interface Way {
  readonly does: "bar" | "list" | "nothing" | "error";
  readonly turns: number;
}

const way = fc.record<Way>({
  does: fc.constantFrom("bar", "list", "nothing", "error"),
  turns: fc.integer({ min: 0, max: 3 }),
});

function answer(does: Way["does"], at: number): unknown {
  if (does === "error") throw new Error(`no ${at}`);
  return does === "bar" ? `bar ${at}` : does === "list" ? [`bar ${at}`, `more ${at}`] : undefined;
}

async function later({ does, turns }: Way, at: number): Promise<unknown> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  return answer(does, at);
}

const plain = (message: unknown) => {
  if (message instanceof Unreadable) return `${message.why}: ${String(message.message)}`;
  return message instanceof Interruption ? message.why : message;
};

describe("a reader of what a socket sends", () => {
  it("hands on what each message holds in the order of the messages, whether its parser answers at once or later", async () => {
    const check = async (ways: readonly Way[], cut: number) => {
      const put: unknown[] = [];
      let busy = 0;
      const parse = (message: unknown) => {
        assert.equal(busy, 0, "two messages are read at a time");
        const at = message as number;
        if (ways[at].turns === 0) return answer(ways[at].does, at);
        busy++;
        return later(ways[at], at).finally(() => {
          busy--;
        });
      };
      const reader = new Reader({ parse, patience: 10_000, put: (messages) => put.push(...messages.map(plain)) });
      for (const at of ways.keys()) {
        if (at === cut) reader.take(new Interruption("cut"));
        reader.take(String(at));
      }
      await until(() => reader.waiting === 0);
      const expected = ways.flatMap(({ does }, at) => {
        const read =
          does === "error" ? [`no ${at}: ${at}`] : [answer(does, at)].flat().filter((one) => one !== undefined);
        return at === cut ? ["cut", ...read] : read;
      });
      assert.deepEqual(put, expected);
    };
    const ways = fc.array(way, { maxLength: 30 });
    await fc.assert(fc.asyncProperty(ways, fc.nat({ max: 30 }), check), { numRuns: 50 });
  });

  it("goes on without a promise that never settles, and hands on nothing of it later", async () => {
    const put: unknown[] = [];
    let settle: (value: unknown) => void = () => {};
    const never = new Promise((resolve) => {
      settle = resolve;
    });
    const reader = new Reader({
      parse: (message) => (message === 1 ? never : message),
      patience: 5,
      put: (messages) => put.push(...messages.map(plain)),
    });
    for (const text of ["1", "2"]) reader.take(text);
    assert.equal(reader.waiting, 2);
    await until(() => reader.waiting === 0);
    settle("late");
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(put, ["expected the promise of parse to settle within 5 ms: 1", 2]);
  });

  it("hands on nothing once it is closed", async () => {
    const put: unknown[] = [];
    const parse = async (message: unknown) => message;
    const reader = new Reader({ parse, patience: 1000, put: (messages) => put.push(...messages) });
    for (const text of ["1", "2"]) reader.take(text);
    reader.close();
    await until(() => reader.waiting === 0);
    assert.deepEqual(put, []);
  });
});
