import assert from "node:assert/strict";
import { inspect } from "node:util";
import { bundleOf, displayable, type MimeBundle } from "../../src/notebook/display";
import { liveDisplay, show } from "../../src/notebook/show";

const hookKey = Symbol.for("paperlab.kernel");

function underKernel(run: () => void): unknown[][] {
  const sent: unknown[][] = [];
  Reflect.set(globalThis, hookKey, { display: (...all: unknown[]) => sent.push(all) });
  try {
    run();
  } finally {
    Reflect.deleteProperty(globalThis, hookKey);
  }
  return sent;
}

function printed(run: () => void): string {
  const { log } = console;
  let text = "";
  console.log = (line: string) => {
    text += `${line}\n`;
  };
  try {
    run();
  } finally {
    console.log = log;
  }
  return text;
}

const session = () => {
  const state = { name: "baseline" };
  return displayable(state, { text: () => `session ${state.name}`, html: () => `<b>${state.name}</b>` });
};

describe("an object that prints itself", () => {
  it("does so under inspect, as it is at that moment", () => {
    const object = session();
    object.name = "renamed";
    assert.equal(inspect(object), "session renamed");
    assert.equal(inspect([object]), "[ session renamed ]");
  });

  it("has no more keys than before", () => {
    assert.deepEqual(Object.keys(session()), ["name"]);
    assert.equal(JSON.stringify(session()), '{"name":"baseline"}');
  });

  it("gives a notebook all it has, and plain text always", () => {
    assert.deepEqual(bundleOf(session()), { "text/html": "<b>baseline</b>", "text/plain": "session baseline" });
    assert.deepEqual(bundleOf(displayable({}, { text: () => "x" })), { "text/plain": "x" });
    const rich = displayable({}, { text: () => "x", bundle: () => ({ "application/json": { a: 1 } }) });
    assert.deepEqual(bundleOf(rich), { "application/json": { a: 1 }, "text/plain": "x" });
  });

  it("may be a prototype, whose objects print themselves", () => {
    class Feed {
      constructor(readonly name: string) {}
    }
    displayable(Feed.prototype, (feed) => ({ text: () => `feed ${feed.name}` }));
    assert.equal(inspect(new Feed("us-daily")), "feed us-daily");
  });

  it("is told from others", () => {
    for (const value of [null, 1, "text", {}, () => 1]) assert.equal(bundleOf(value), undefined);
  });
});

describe("show", () => {
  it("prints plain text in plain Node, and returns nothing", () => {
    assert.equal(
      printed(() => assert.equal(show(session()), undefined)),
      "session baseline\n",
    );
    assert.equal(
      printed(() => show({ a: 1 })),
      "{ a: 1 }\n",
    );
  });

  it("hands the bundle to a kernel that knows paperlab", () => {
    const sent = underKernel(() => show(session()));
    assert.deepEqual(sent, [[{ "text/html": "<b>baseline</b>", "text/plain": "session baseline" }]]);
  });
});

describe("a live display", () => {
  it("does not exist in plain Node", () => {
    assert.equal(liveDisplay(), undefined);
  });

  it("shows once and updates the same place from then on", () => {
    const sent = underKernel(() => {
      const live = liveDisplay();
      live?.("one");
      live?.("two");
    });
    const targets = sent.map(([, target]) => target as { id: string; update: boolean });
    assert.deepEqual(
      sent.map(([bundle]) => (bundle as MimeBundle)["text/plain"]),
      ["one", "two"],
    );
    assert.deepEqual([targets[0].update, targets[1].update, targets[0].id === targets[1].id], [false, true, true]);
  });
});
