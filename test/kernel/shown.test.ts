import assert from "node:assert/strict";
import type { KernelClient } from "../support/kernel-client";
import { sharedKernel } from "../support/shared-kernel";

const figureType = "application/vnd.plotly.v1+json";

describe("what a cell shows", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("that import paperlab");
    await kernel.execute('import { dfd, show } from "paperlab"');
    await kernel.execute(
      'const own = (json: unknown) => ({ [Symbol.for("Jupyter.display")]: { "application/json": json, "text/plain": "own" } });',
    );
  });

  const displayed = async (code: string) => {
    const { published, stderr } = await kernel.execute(code);
    return {
      shown: published.filter(({ type }) => type === "display_data").map(({ content }) => content.data),
      stderr,
    };
  };

  it("is said where it has no JSON, and the cell is answered", async () => {
    const cases: [code: string, json: unknown, left: string | undefined][] = [
      ["({ a: 1n })", { a: 1 }, undefined],
      ["(() => { const a: any = { b: 1 }; a.a = a; return a; })()", { b: 1 }, "a (a cycle)"],
      ["({ a: { toJSON() { throw new Error('no'); } }, b: 1 })", { b: 1 }, "a (it throws: no)"],
      ["({ get a() { throw new Error('no'); }, b: 1 })", { b: 1 }, "a (it throws: no)"],
      ["({ a: () => 1, b: [Symbol('s')] })", { b: [null] }, "a (a function), b[0] (a symbol)"],
    ];
    for (const [code, json, left] of cases) {
      const said = left === undefined ? "" : `Left out of application/json, because JSON cannot hold it: ${left}.\n`;
      const { data, stderr, status } = await kernel.execute(`own(${code})`);
      assert.deepEqual([status, data["application/json"], stderr], ["ok", json, said]);
      const called = await displayed(`show(own(${code}))`);
      assert.deepEqual([called.shown.map((one) => one["application/json"]), called.stderr], [[json], said]);
    }
  });

  it("is counted where many places have no JSON", async () => {
    const { stderr } = await kernel.execute("own(Array.from({ length: 9 }, () => () => 1))");
    assert.match(stderr, /: \[0\] \(a function\), .*\[3\] \(a function\), and 5 more\.\n$/);
  });

  it("answers an expression of a front end too", async () => {
    const { reply } = await kernel.execute("0", { user_expressions: { a: "own({ a: 1n, b: () => 1 })" } });
    const { data } = reply.content.user_expressions.a;
    assert.deepEqual(data["application/json"], { a: 1 });
    assert.match(data["text/plain"], /^own\nLeft out of application\/json.*b \(a function\)$/);
  });

  it("is broken off with its cell where reading it never ends", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: 'own({ get a() { require("fs").writeFileSync("sign", ""); for (;;) {} } })',
    });
    await kernel.sign();
    await kernel.send("control", "interrupt_request", {});
    assert.equal((await kernel.outcome(id)).reply.content.ename, "Interrupted");
  });

  describe("as a figure of one's own", () => {
    const figure = async (data: string, layout = "{}") => {
      const { data: shown, stderr, text } = await kernel.execute(`({ data: ${data}, layout: ${layout} })`);
      return { figure: shown[figureType], stderr, text };
    };

    it("may hold typed arrays, Series, Sets, dates, iterables and bigints", async () => {
      const dates = "[new Date(0), new Date(864e5)]";
      const days = ["1970-01-01T00:00:00.000Z", "1970-01-02T00:00:00.000Z"];
      const cases: [x: string, json: unknown][] = [
        ["Float64Array.of(1, 2)", [1, 2]],
        ["new dfd.Series([1, 2])", [1, 2]],
        ["new dfd.DataFrame([[1, 2], [3, 4]], { columns: ['a', 'b'] }).column('b')", [2, 4]],
        ["new Set(['a', 'b'])", ["a", "b"]],
        [dates, days],
        [`new Set(${dates})`, days],
        ["new Map([[1, 'a'], [2, 'b']]).keys()", [1, 2]],
        ["BigInt64Array.of(1n, 2n)", [1, 2]],
      ];
      for (const [x, json] of cases) {
        const { figure: sent, stderr } = await figure(`[{ type: "scatter", x: ${x}, y: [1, 2] }]`);
        assert.deepEqual([sent.data[0].x, stderr], [json, ""], x);
      }
      const heat = await figure('[{ type: "heatmap", z: [Float32Array.of(1, 2), new Set([3, 4])] }]');
      assert.deepEqual(heat.figure.data[0].z, [
        [1, 2],
        [3, 4],
      ]);
    });

    it("is drawn without a symbol, also by `show` and `display`", async () => {
      const { figure: sent, text } = await figure(
        '[{ type: "bar", name: "volume", y: [1] }]',
        '{ title: { text: "All" } }',
      );
      assert.equal(sent.data[0].type, "bar");
      assert.equal(text, "All: 1 trace\n  bar volume");
      for (const name of ["show", "display"]) {
        const { shown } = await displayed(`${name}({ data: [{ y: [1, 2] }], layout: {} })`);
        assert.deepEqual(
          shown.map((one) => one[figureType]),
          [{ data: [{ y: [1, 2] }], layout: {} }],
        );
      }
    });

    it("is drawn without a layout where its traces have types and lists", async () => {
      for (const [traces, json, text] of [
        ['[{ type: "scatter", y: [1, 2] }]', [{ type: "scatter", y: [1, 2] }], "Figure: 1 trace\n  scatter"],
        [
          '[{ type: "heatmap", z: [Float32Array.of(1)] }]',
          [{ type: "heatmap", z: [[1]] }],
          "Figure: 1 trace\n  heatmap",
        ],
        [
          '[{ type: "bar", y: new Set([3]), name: "a" }]',
          [{ type: "bar", y: [3], name: "a" }],
          "Figure: 1 trace\n  bar a",
        ],
      ] as const) {
        const { data, text: shown } = await kernel.execute(`({ data: ${traces} })`);
        assert.deepEqual([data[figureType], shown], [{ data: json, layout: {} }, text]);
      }
      for (const other of [
        "{ data: [] }",
        "{ data: [{ type: 'scatter' }] }",
        "{ data: [{ type: 'bar', x: 1, y: 2 }] }",
        "{ data: [{ type: 'user', x: [1] }] }",
        "{ data: [{ x: [1], y: [2] }] }",
        "{ data: [{ type: 'bar', y: [1] }], page: 2 }",
      ])
        assert.deepEqual(Object.keys((await kernel.execute(`(${other})`)).data), ["text/plain"], other);
    });

    it("is told from what only has such names, and says what it would need", async () => {
      const others: [other: string, said: string | undefined][] = [
        [
          "{ data: [{ x: [1] }, { id: 1 }], layout: {} }",
          "data[1] to be a trace, an object with a type or with x, y or z, was an object",
        ],
        ["{ data: [1], layout: {} }", "data[0] to be a trace, an object with a type or with x, y or z, was a number"],
        ["{ data: [{ x: [1] }], layout: 'list' }", "layout to be an object, was a string"],
        ["{ data: [{ x: [1] }], layout: null }", "layout to be an object, was null"],
        ["{ data: { type: 'bar', y: [1] }, layout: {} }", "data to be a list of traces, was an object"],
        ["{ data: new Set([{ y: [1] }]), layout: {} }", "data to be a list of traces, was an object"],
        ["{ data: [{ x: [1] }], layout: {}, page: 2 }", undefined],
        ["{ data: { x: 1 } }", undefined],
      ];
      for (const [other, said] of others) {
        const { data } = await kernel.execute(`(${other})`);
        assert.deepEqual(Object.keys(data), ["text/plain"], other);
        const last = data["text/plain"].split("\n").at(-1);
        if (said === undefined) assert.doesNotMatch(last, /figure/);
        else assert.equal(last, `(Not drawn as a figure: expected ${said})`);
      }
      const { published } = await kernel.execute("display({ data: { type: 'bar', y: [1] }, layout: {} })");
      const shown = published.find(({ type }) => type === "display_data")?.content.data["text/plain"];
      assert.match(shown, /\n\(Not drawn as a figure: expected data to be a list of traces, was an object\)$/);
    });

    it("says what would not be drawn", async () => {
      const cases: [data: string, said: string | RegExp][] = [
        ["[{ x: [1, 2], y: [] }]", "data[0] (y is empty)"],
        [
          "[{ y: [1] }, { type: 'candlestick', x: [1], open: [1] }]",
          /^data\[1\] \(expected open, high, low, close, was without high, low, close\)$/,
        ],
        ["[{ x: 5 as any }]", "data[0] (x was a number, not a list)"],
        ["[{ y: [null, Number.NaN] }]", "data[0] (y holds no number, text or date)"],
        ["[{ x: [1, 2, 3], y: [1, 2] }]", "data[0] (x after its first 2: other lists are shorter)"],
        ["[{ type: 'histogram' }]", "data[0] (expected x or y, was without x, y)"],
        ["[{ type: 'pie', values: [1] }]", /^data\[0\] \(paperlab draws bar, .*; "pie" is for another front end\)$/],
        ["[]", "data (it holds no traces)"],
      ];
      for (const [data, said] of cases) {
        const { stderr } = await figure(data);
        const found = /^Not drawn in the figure: (.*)\.\n$/.exec(stderr)?.[1] ?? stderr;
        if (typeof said === "string") assert.equal(found, said);
        else assert.match(found, said);
      }
      const { stderr } = await figure("[{ y: [1] }]", '{ images: [{ source: "https://example.org/a.png" }] }');
      assert.equal(stderr, "Not drawn in the figure: layout.images[0] (its source is not a data: address).\n");
      const promised = await figure("[{ y: Promise.resolve([1]) }]");
      assert.match(promised.stderr, /data\[0\]\.y \(of the class Promise\)/);
    });

    it("says nothing where a trace is hidden on purpose, or given in Plotly's own form", async () => {
      const own = "{ dtype: 'f8', bdata: 'AAAAAAAA8D8=' } as any";
      for (const data of ["[{ visible: false, y: [] }]", `[{ x: ${own}, y: ${own} }]`]) {
        assert.equal((await figure(data)).stderr, "", data);
      }
    });
  });
});

describe("every cell", () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await sharedKernel("that import paperlab");
  });

  const typesOf = async (code: string) =>
    (await kernel.execute(code)).published
      .map(({ type }) => type)
      .filter((type) => !["status", "execute_input"].includes(type));

  it("has `display`, which is paperlab's `show`", async () => {
    const { published } = await kernel.execute('display("text"); display([1]);');
    const shown = published.filter(({ type }) => type === "display_data");
    assert.deepEqual(
      shown.map(({ content }) => content.data["text/plain"]),
      ["text", "[ 1 ]"],
    );
    assert.equal(
      (await kernel.execute('import * as library from "paperlab"; library.display === library.show')).text,
      "true",
    );
  });

  it("can take its output back, at once or with what comes next", async () => {
    assert.deepEqual(await typesOf('console.log("a"); clearOutput(); console.log("b")'), [
      "stream",
      "clear_output",
      "stream",
    ]);
    const { published } = await kernel.execute('console.log("a"); clearOutput({ wait: true }); console.log("b")');
    assert.deepEqual(published.find(({ type }) => type === "clear_output")?.content, { wait: true });
    assert.deepEqual(await typesOf('import { clearOutput as take } from "paperlab"; take()'), ["clear_output"]);
  });

  it("may give these names to something else, and misuse of them is a fault", async () => {
    assert.match((await kernel.execute("clearOutput({ wiat: true })")).traceback, /'wiat' does not exist/);
    assert.equal((await kernel.execute("const display = 5; display")).text, "5");
    assert.equal((await kernel.execute("display + 1")).text, "6");
    assert.deepEqual(await typesOf('import { display } from "tslab"; display.html("<b>x</b>")'), ["display_data"]);
  });

  it("is offered Node's names, and none of the packages that test this project", async () => {
    const offered = async (code: string) =>
      (await kernel.request("shell", "complete_request", { code, cursor_pos: code.length })).reply.content.matches;
    for (const name of ["describe", "beforeEach", "suite", "xit", "WebGLObject", "OffscreenCanvas"]) {
      assert.deepEqual(
        (await offered(name.slice(0, -1))).filter((one: string) => one === name),
        [],
        name,
      );
    }
    for (const name of ["process", "setTimeout", "Buffer", "display", "clearOutput"]) {
      assert.ok((await offered(name.slice(0, -1))).includes(name), name);
    }
  });
});
