import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { queue, type ThreadOptions, threads } from "../../src/index";
import { builtProgram } from "../support/built-program";

describe("threads", function () {
  this.timeout(120_000);

  it("that have nothing to do do not hold a process", async () => {
    const child = spawn(process.execPath, [await builtProgram("sweep/processes/short-sweep")]);
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
    });
    const [code] = await once(child, "exit");
    assert.deepEqual([code, said], [0, "COMPLETED 4\n"]);
  });

  for (const [given, code, message] of [
    [{ count: 0 }, "INVALID_OPTION", "Expected count of threads to be a whole number from 1 to 1024, was 0"],
    [{ count: 1.5 }, "INVALID_OPTION", "Expected count of threads to be a whole number from 1 to 1024, was 1.5"],
    [
      { timeLimit: 0 },
      "INVALID_OPTION",
      "Expected timeLimit of threads to be milliseconds above 0, below 2,147,483,648, was 0",
    ],
    [{ memoryLimit: 1 }, "INVALID_OPTION", "Expected memoryLimit of threads to be megabytes, at least 64, was 1"],
    [{ cout: 2 }, "UNKNOWN_OPTION", 'Unknown option "cout" of threads. Did you mean "count"?'],
  ] as [ThreadOptions, string, string][])
    it(`refuse ${JSON.stringify(given)}`, () => assert.throws(() => threads(given), { code, message }));

  it("of a queue have its limit of time", () => {
    const message = "Expected timeLimit of queue to be milliseconds above 0, below 2,147,483,648, was 0";
    assert.throws(() => queue("redis://127.0.0.1", { key: "a secret", timeLimit: 0 }), { message });
  });

  it("say how many they are", () => {
    assert.equal(threads({ count: 3 }).name, "3 threads");
    assert.equal(threads({ count: 1 }).name, "1 thread");
  });
});
