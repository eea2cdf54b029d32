import assert from "node:assert/strict";
import type { Output } from "../../kernel/cells/cell";
import { type DisplayPlaces, OutputList } from "../../kernel/notebook/outputs";

const text = (line: string): Output => ({ type: "stream", content: { name: "stdout", text: line } });
const clear = (wait: boolean): Output => ({ type: "clear_output", content: { wait } });
const shown = (type: "display_data" | "update_display_data", id: string, what: string): Output => ({
  type,
  content: { data: { "text/plain": what }, metadata: {}, transient: { display_id: id } },
});

function filed(...outputs: Output[]): unknown[] {
  const list = new OutputList(new Map());
  for (const output of outputs) list.take(output);
  return list.outputs.map(({ text: lines, data }) => lines ?? (data as Record<string, unknown>)["text/plain"]);
}

describe("the outputs of a cell in a file", () => {
  it("are gone when they were taken back", () => {
    assert.deepEqual(filed(text("a"), clear(false)), []);
    assert.deepEqual(filed(text("a"), clear(false), text("b")), [["b"]]);
  });

  it("stay until the next one, where taking back waits for it", () => {
    assert.deepEqual(filed(text("a"), clear(true)), [["a"]]);
    assert.deepEqual(filed(text("a"), clear(true), text("b"), text("c")), [["bc"]]);
    assert.deepEqual(filed(text("a"), clear(true), shown("display_data", "1", "x")), [["x"]]);
    assert.deepEqual(filed(text("a"), clear(true), clear(false), text("b"), text("c")), [["bc"]]);
  });

  it("are not overwritten by updates of a display that was taken back", () => {
    const first = shown("display_data", "1", "x");
    assert.deepEqual(filed(first, clear(false), text("b"), shown("update_display_data", "1", "y")), [["b"]]);
    assert.deepEqual(filed(first, clear(true), text("b"), shown("update_display_data", "1", "y")), [["b"]]);
    assert.deepEqual(filed(first, text("b"), shown("update_display_data", "1", "y")), [["y"], ["b"]]);
  });

  it("of one cell stay when another takes back its own", () => {
    const places: DisplayPlaces = new Map();
    const [one, other] = [new OutputList(places), new OutputList(places)];
    one.take(shown("display_data", "1", "x"));
    other.take(shown("display_data", "1", "x"));
    other.take(clear(false));
    other.take(shown("update_display_data", "1", "y"));
    assert.deepEqual([one.outputs.length, other.outputs.length], [1, 0]);
    assert.deepEqual(one.outputs[0].data, { "text/plain": ["y"] });
  });

  it("are lines of text, but JSON as it is", () => {
    const list = new OutputList(new Map());
    const data = { "text/plain": "a\nb", "application/json": "a\nb", "image/png": "aGk=" };
    list.take({ type: "display_data", content: { data, metadata: {} } });
    assert.deepEqual(list.outputs[0].data, { ...data, "text/plain": ["a\n", "b"] });
  });
});
