import assert from "node:assert/strict";
import { floorOf, parse, readSources } from "./reading/source";
import { cycles } from "./rules/cycles";
import { undocumented } from "./rules/documentation";
import { crowdedRooms, kernelFindings, kernelRooms, mostFiles } from "./rules/kernel-layers";
import { oversized } from "./rules/size";
import { emptyNames, looseTypes, sqlTexts } from "./rules/wording";

const sources = readSources("kernel");

describe("the rooms of the kernel", () => {
  it("import only what their table allows", () => assert.deepEqual(sources.flatMap(kernelFindings), []));

  it("are all in the table, and the table names no others", () => {
    assert.deepEqual([...new Set(sources.map(({ path }) => floorOf(path)))].sort(), Object.keys(kernelRooms).sort());
  });

  it("have no import cycles", () => assert.deepEqual(cycles(sources), []));

  it("depend on each other in one direction", () => {
    const below = (room: string): string[] => kernelRooms[room].rooms.flatMap((other) => [other, ...below(other)]);
    for (const room of Object.keys(kernelRooms)) assert.ok(!below(room).includes(room), room);
  });

  it(`have at most ${mostFiles} files each`, () => {
    assert.deepEqual(crowdedRooms(sources.map(({ path }) => path)), []);
    const many = Array.from({ length: mostFiles + 1 }, (_, i) => `cells/${i}.ts`);
    assert.deepEqual(crowdedRooms(many), [`kernel/cells: ${mostFiles + 1} files`]);
  });

  const forbidden: [string, string, string][] = [
    ["protocol/a.ts", 'import { Executor } from "../cells/executor";', "protocol may not import cells"],
    ["protocol/a.ts", 'import type { Cell } from "../cells/cell";', "protocol may not import cells"],
    ["cells/a.ts", 'import { Sockets } from "../protocol/sockets";', "cells may not import protocol"],
    ["thread/a.ts", 'export type { Cell } from "../cells/cell";', "thread may not import cells"],
    ["compile/a.ts", 'import { Cell } from "../cells/cell";', "compile may not import cells"],
    ["text/a.ts", 'const { paint } = require("../errors/paint");', "text may not import errors"],
    [
      "cells/a.ts",
      'import { openLab } from "../../src/index";',
      "cells may not import src/index, which is outside kernel",
    ],
    ["cells/a.ts", 'import { openLab } from "paperlab";', "cells may not import the package paperlab"],
    ["cells/a.ts", 'import ts from "typescript";', "cells may not import the package typescript"],
    ["cells/a.ts", 'import type ts from "typescript";', "cells may not import the package typescript"],
    ["compile/a.ts", 'import ts from "typescript";', "only compile/typescript.ts may import the package typescript"],
    [
      "compile/a.ts",
      'import { createConverter } from "tslab/dist/converter";',
      "only compile/tslab.ts may import the package tslab",
    ],
    ["protocol/a.ts", 'import { Router } from "zeromq";', "only protocol/sockets.ts may import the package zeromq"],
    ["protocol/a.ts", "const load = (name: string) => require(name);", "protocol imports a computed name"],
  ];
  for (const [path, text, objection] of forbidden)
    it(`object to ${text} in ${floorOf(path)}`, () => {
      assert.deepEqual(kernelFindings(parse(path, text, "kernel")), [`kernel/${path}:1: ${objection}`]);
    });

  it("object to a room that the table does not name", () => {
    assert.match(kernelFindings(parse("extras/a.ts", "", "kernel"))[0], /the room extras is not in the table/);
  });
});

describe("the kernel", () => {
  it("keeps the rules of src/ for comments, lengths, types and names", () => {
    const rules = [undocumented, oversized, looseTypes, emptyNames, sqlTexts];
    assert.deepEqual(
      rules.flatMap((rule) => sources.flatMap(rule)),
      [],
    );
    assert.ok(sources.length > 25);
  });
});
