import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { queue, range } from "../../../src/index";
import { placeOf, planKey } from "../../../src/sweep/queue/place";
import { signed, signedText, unsigned, unsignedText } from "../../../src/sweep/queue/signed";
import { lab, leaveNothing } from "../../api/labs";
import { RedisServer } from "./redis-server";
import { cross, feed, fingerprintsOf, key, sweepOver } from "./sweeps";
import { WorkerProcess } from "./workers";

/** Twelve pairs of params: the lab makes up to four runs itself, to see how long they take. */
const few = { fast: [5, 6, 7, 9], slow: [20, 50, 65] };

async function warningsOf(work: () => Promise<void>): Promise<unknown[]> {
  const warned: unknown[] = [];
  const { warn } = console;
  console.warn = (...told: unknown[]) => void warned.push(...told);
  try {
    await work();
  } finally {
    console.warn = warn;
  }
  return warned;
}

describe("trust in a queue", function () {
  this.timeout(120_000);
  const begun: { end(): Promise<unknown> }[] = [];
  afterEach(async () => {
    await Promise.all(begun.splice(0).map((one) => one.end()));
    await leaveNothing();
  });
  const server = async (...terms: string[]) => {
    const one = await RedisServer.start(...terms);
    begun.push(one);
    return one;
  };
  const worker = async (...given: Parameters<typeof WorkerProcess.start>) => {
    const one = await WorkerProcess.start(...given);
    begun.unshift(one);
    return one;
  };

  it("is in what is signed with the key, for its purpose, and in nothing else", () => {
    const bytes = Buffer.from("a plan");
    const whole = signed("plan", key, bytes);
    assert.deepEqual(unsigned("plan", key, whole), bytes);
    assert.equal(unsigned("plan", "another key", whole), undefined);
    assert.equal(unsigned("job", key, whole), undefined);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] ^= 1;
      assert.equal(unsigned("plan", key, changed), undefined);
    }
    assert.equal(unsigned("plan", key, whole.subarray(0, 20)), undefined);
    assert.deepEqual(unsignedText("job", key, signedText("job", key, { from: -0 })), { from: 0 });
    assert.equal(unsignedText("job", key, undefined), undefined);
  });

  it("is not in a plan that nobody with the key has signed: no worker runs it", async () => {
    const redis = await server();
    const place = placeOf(redis.url, key);
    // The lab waits for a worker, and somebody else replaces its plan meanwhile.
    const end = new AbortController();
    const opened = await lab();
    const sweeping = opened.sweep(feed, cross, {
      grid: few,
      on: queue(redis.url, { key }),
      signal: end.signal,
    });
    const plans = () => redis.command("--scan", "--pattern", planKey(place, "*"));
    for (let tries = 0; tries < 200 && plans() === ""; tries++) await sleep(50);
    redis.command("set", plans(), "x".repeat(100));
    const one = await worker(redis.url, key);
    await one.says(/refused a plan that is not signed with this key/);
    // The lab may have put its own plan there again meanwhile.
    assert.doesNotMatch(one.said.split("refused a plan")[0], /takes runs/);
    end.abort();
    await sweeping;
  });

  // Whoever only reaches Redis cannot make runs fail either.
  for (const [what, pattern] of [
    ["a plan", "*:plan:*"],
    ["bars", "*:bytes:*"],
  ])
    it(`puts ${what} there again that somebody else has replaced, and no run is lost`, async () => {
      const redis = await server();
      const opened = await lab();
      const options = { grid: { fast: range(5, 16) }, metrics: ["sharpe"] } as const;
      const local = await opened.sweep(feed, cross, { ...options, name: "local" });
      const sweeping = opened.sweep(feed, cross, { ...options, name: "over", on: queue(redis.url, { key }) });
      const found = (like: string) => redis.command("--scan", "--pattern", like).split("\n").filter(Boolean);
      for (let tries = 0; tries < 200 && found("*-v8-*:*-*-*").length === 0; tries++) await sleep(50);
      const replaced = found(pattern);
      assert.ok(replaced.length > 0);
      for (const one of replaced) redis.command("set", one, /:[0-9a-f]{64}$/.test(one) ? "99999999999" : "x");
      // A worker that has had the bars before needs none.
      const folder = mkdtempSync(join(tmpdir(), "paperlab-anew-"));
      await worker(redis.url, key, [1], ["env", `TMPDIR=${folder}`]);
      const sweep = await sweeping;
      assert.deepEqual([sweep.state, sweep.errorRows()], ["COMPLETED", []]);
      assert.deepEqual(fingerprintsOf(sweep), fingerprintsOf(local));
      rmSync(folder, { recursive: true, force: true });
    });

  it("pauses a sweep whose jobs fail for what is no fault of its runs", async () => {
    const redis = await server();
    const may = ["-v8-", ":worker", ":lab", ":plan:", ":bytes:"].map((part) => `~*${part}*`);
    redis.command("acl", "setuser", "weak", "on", ">weakly", "&*", "+@all", ...may, "%R~*:decided:*");
    const weak = await worker(redis.url.replace("//", "//weak:weakly@"), key);
    await weak.says(/works for/);
    const opened = await lab();
    await assert.rejects(sweepOver(opened, redis.url, { grid: few }), {
      code: "QUEUE_FAILED",
      message: /it failed 5 times, the last time because of: .*(?:NOPERM|No permissions).*run the cell again to go on$/,
    });
    const paused = await opened.sweep("over a queue");
    assert.deepEqual([paused.state, paused.errorRows()], ["PAUSED", []]);
    await weak.end();
    await worker(redis.url, key);
    const sweep = await sweepOver(opened, redis.url, { grid: few });
    assert.deepEqual([sweep.state, sweep.errorRows()], ["COMPLETED", []]);
  });

  it("needs a password where Redis wants one, which is shown nowhere", async () => {
    const password = "pass/word&1";
    const redis = await server("--requirepass", password);
    const url = redis.url.replace("//", `//:${encodeURIComponent(password)}@`);
    const wrong = redis.url.replace("//", "//:wrongly@");
    await assert.rejects(
      sweepOver(await lab(), wrong),
      (error: Error) => !error.message.includes("wrongly") && /WRONGPASS/.test(error.message),
    );
    await assert.rejects(sweepOver(await lab(), redis.url), {
      code: "QUEUE_FAILED",
      message: new RegExp(`NOAUTH.*: ${redis.url.replace("//", "//:password@")}$`),
    });
    const one = await worker(url, key);
    await one.says(/works for/);
    const sweep = await sweepOver(await lab(), url, { metrics: ["sharpe"], grid: few });
    assert.equal(sweep.executed, 12);
    assert.match(one.said, /takes runs of "cross" \(12\)/);
    const texts = [one.said, queue(url, { key }).name, redis.command("--scan"), JSON.stringify(sweep.results.config)];
    for (const text of texts) assert.ok(!/pass.word|a secret of/.test(text), text);
  });

  it("is enough with a user of Redis who may not ask the server about itself; of its databases it must be one", async () => {
    const redis = await server();
    redis.command("ACL", "SETUSER", "lab", "on", ">simple", "~paperlab:*", "&*", "+@all", "-@dangerous");
    const url = redis.url.replace("//", "//lab:simple@");
    const one = await worker(url, key);
    await one.says(/works for/);
    const warned = await warningsOf(async () => {
      assert.equal((await sweepOver(await lab(), url, { grid: few })).state, "COMPLETED");
    });
    assert.deepEqual(warned, []);
    assert.ok(!/ready check/.test(one.said), one.said);
    await assert.rejects(sweepOver(await lab(), `${redis.url}/99`), /: ERR DB index is out of range$/);
    await assert.rejects(sweepOver(await lab(), redis.url.replace("//", "//lab:other@")), /: WRONGPASS [^.]+$/);
  });

  it("can be had over TLS", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paperlab-tls-"));
    const [certificate, secret] = [join(folder, "c.pem"), join(folder, "k.pem")];
    const terms = [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      secret,
      "-out",
      certificate,
      "-days",
      "2",
    ];
    const made = spawnSync("openssl", [...terms, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
    assert.equal(made.status, 0, String(made.stderr));
    const redis = await server("--tls-port", "0");
    const port = String(redis.port + 1);
    const tls = await server(
      "--tls-port",
      port,
      "--tls-cert-file",
      certificate,
      "--tls-key-file",
      secret,
      "--tls-auth-clients",
      "no",
    );
    const one = await worker(`rediss://localhost:${port}`, key, [1], ["env", `NODE_EXTRA_CA_CERTS=${certificate}`]);
    await one.says(/works for rediss:\/\/localhost/);
    const stranger = await worker(`rediss://localhost:${port}`, key);
    await stranger.says(
      /Expected Redis at rediss:\/\/localhost:\d+ \(key \w+\) to answer, but: self-signed certificate/,
    );
    assert.ok(tls.port > 0);
    rmSync(folder, { recursive: true });
  });

  it("is refused for keys that are too short, and for other addresses, without telling them", () => {
    assert.throws(
      () => queue("redis://:hidden@h:1", { key: "short" }),
      /^PaperLabError: Expected key of a queue to be a secret text of at least 8 letters that the lab shares with its workers, had 5$/,
    );
    assert.throws(
      () => queue("postgres://:hidden@h", { key }),
      (error: Error) => !error.message.includes("hidden"),
    );
    assert.throws(() => queue("redis://h/sweeps", { key }), { message: /the number of a database.*was "\/sweeps"$/ });
    assert.throws(() => queue("redis://h", { key, verify: -1 }), { code: "INVALID_OPTION" });
    assert.throws(() => queue("redis://h", { key, keys: 1 } as never), { code: "UNKNOWN_OPTION" });
  });
});
