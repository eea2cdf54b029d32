import assert from "node:assert/strict";
import type { RiskView } from "../../../src/core/account/risk";
import type { Desk } from "../../../src/core/engine/desk";
import { bars } from "../../support/bars";
import { play } from "../../support/play";

describe("record", () => {
  it("keeps numbers by name, a column each in the order they first came, with their times", () => {
    const feed = bars("A", [1, 2, 3]);
    const { engine } = play(feed, {
      0: (desk) => desk.record({ slow: 1, fast: undefined }),
      1: (desk) => desk.record({ fast: 5, slow: null }),
      2: (desk) => {
        desk.record({ fast: 6 });
        desk.record({ fast: 7 });
      },
    });
    assert.deepEqual(
      engine.recorder.columns.map(({ name, time, value }) => [name, [...time.view()], [...value.view()]]),
      [
        ["slow", [feed[0].time], [1]],
        ["fast", [feed[1].time, feed[2].time], [5, 7]],
      ],
    );
  });
});

describe("log", () => {
  it("refuses what has no text of its own", () => {
    for (const wrong of [{ a: 1 }, null, () => 1]) {
      const script = { 0: (desk: Desk) => desk.log(wrong as unknown as string) };
      assert.throws(
        () => play(bars("A", [1]), script),
        /Expected text of log to be text, such as JSON\.stringify\(value\), was/,
      );
    }
  });

  it("is an event with the time of its step, in its place among the others", () => {
    const feed = bars("A", [1, 1]);
    const { events } = play(feed, {
      0: (desk) => {
        desk.place("A", "buy", 1);
        desk.log("hello");
      },
      1: (desk) => desk.log(42 as unknown as string),
    });
    assert.deepEqual(
      events.map((event) => [event.sequence, event.kind, event.time]),
      [
        [1, "log", feed[0].time],
        [2, "orderAccepted", feed[0].time],
        [3, "fill", feed[1].time],
        [4, "log", feed[1].time],
      ],
    );
    assert.deepEqual(
      events.flatMap((event) => (event.kind === "log" ? [event.text] : [])),
      ["hello", "42"],
    );
  });
});

describe("ids", () => {
  it("are counted as orders are asked for, and for targets when they are sized, at the end of the turn", () => {
    const { orders, fills } = play(bars("A", [10, 10, 10]), {
      0: (desk) => {
        assert.equal(desk.place("A", "buy", 1), "order-1");
        desk.orderTarget("A", 5);
        assert.equal(desk.request({ symbol: "A", side: "sell", quantity: 99 }), "order-2");
      },
      1: (desk) => desk.orderTarget("A", 5),
    });
    assert.deepEqual(
      orders.map((order) => [order.id, order.status]),
      [
        ["order-1", "filled"],
        ["order-2", "denied"],
        ["order-3", "filled"],
      ],
    );
    assert.deepEqual(
      fills.map((fill) => [fill.id, fill.orderId]),
      [
        ["fill-1", "order-1"],
        ["fill-2", "order-3"],
      ],
    );
  });
});

describe("a tag", () => {
  it("travels from the order to its fills", () => {
    const { fills, orders } = play(bars("A", [10, 10]), { 0: (desk) => desk.place("A", "buy", 1, { tag: "entry" }) });
    assert.deepEqual([orders[0].tag, fills[0].tag], ["entry", "entry"]);
  });
});

describe("risk rules", () => {
  const never = { name: "never", check: () => ({ code: "NEVER", details: { limit: 1 / 3 } }) };

  it("deny what opens, with a reason, and are never asked about what reduces", () => {
    let asked = 0;
    const after = {
      name: "counting",
      check: () => {
        asked++;
        return asked > 1 ? { code: "NEVER", details: { limit: 1 / 3 } } : undefined;
      },
    };
    const { orders } = play(
      bars("A", [10, 10, 10]),
      {
        0: (desk) => {
          desk.place("A", "buy", 10);
          desk.place("A", "buy", 1);
        },
        1: (desk) => desk.place("A", "sell", 5),
      },
      { risk: [after] },
    );
    assert.deepEqual(
      orders.map((order) => order.reason),
      [undefined, "NEVER: limit=0.333333", undefined],
    );
  });

  it("see the account with the working orders counted in", () => {
    const seen: unknown[] = [];
    const watching = {
      name: "watching",
      check: (request: { quantity: number }, view: RiskView) => {
        seen.push([
          request.quantity,
          view.projectedQuantity("A"),
          view.position("A").quantity,
          view.price("A"),
          view.equity,
        ]);
        return undefined;
      },
    };
    play(
      bars("A", [10, 10]),
      {
        0: (desk) => {
          desk.place("A", "buy", 3);
          desk.place("A", "buy", 4);
        },
      },
      { risk: [watching] },
    );
    assert.deepEqual(seen, [
      [3, 0, 0, 10, 10_000],
      [4, 3, 0, 10, 10_000],
    ]);
  });

  it("do not see what the account itself denies", () => {
    const { orders } = play(bars("A", [10]), { 0: (desk) => desk.place("A", "sell", 1) }, { risk: [never] });
    assert.equal(orders[0].reason, "SHORTING_NOT_ALLOWED: quantity=1, available=0");
  });
});
