import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const names = [
  ...["require", "module", "process", "console", "performance", "queueMicrotask", "structuredClone", "fetch"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "clearImmediate"],
];
const classes = [
  "Buffer",
  "AbortController",
  "AbortSignal",
  "Event",
  "EventTarget",
  "TextEncoder",
  "TextDecoder",
  "URL",
];
const packages = ["node:*", "fs", "path", "util", "events", "child_process", "worker_threads", "async_hooks", "os"];

/**
 * Gives the cells of a folder hardly any types of Node: names and modules that are anything. To read all of them takes a kernel
 * half of its start.
 */
export function fewNodeTypes(folder: string): void {
  const place = join(folder, "node_modules/@types/node");
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), '{ "types": "index.d.ts" }');
  const lines = [
    ...names.map((name) => `declare var ${name}: any;`),
    ...classes.map((name) => `declare var ${name}: any;\ntype ${name} = any;`),
    ...packages.map((name) => `declare module "${name}";`),
  ];
  writeFileSync(join(place, "index.d.ts"), `${lines.join("\n")}\n`);
}
