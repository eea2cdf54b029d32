// `npm run test:pack`: packs the package and installs it into an empty folder, the way a user does. Takes a minute or two.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm, run } from "../../scripts/setup/command.mjs";
import { compilerEnvironment } from "../../scripts/setup/compiler.mjs";

const program = `
import { commissionBps, defineStrategy, openLab, sample, sma } from "paperlab";

const cross = defineStrategy({
  name: "sma-cross",
  params: { fast: 10, slow: 30 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const fast = sma(history(bar.symbol).close, params.fast);
    const slow = sma(history(bar.symbol).close, params.slow);
    if (fast === undefined || slow === undefined) return;
    orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
  },
});

async function main(): Promise<void> {
  const lab = await openLab("user.db");
  const feed = sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
  const session = await lab.run(feed, cross, { name: "first", symbols: ["AAPL"], commission: commissionBps(1) });
  const frame = session.fills();
  const finalEquity: number | null = session.metrics().finalEquity;
  console.log(JSON.stringify({ state: session.state, rows: session.fillRows().length, shape: frame.shape, finalEquity }));
  await lab.close();
}

void main();
`;

describe("the packed package in an empty folder", function () {
  this.timeout(600_000);
  let folder;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-user-"));
    const packed = await npmIn(
      undefined,
      "pack",
      "--json",
      "--loglevel=error",
      "--ignore-scripts",
      "--pack-destination",
      folder,
    );
    const [{ filename }] = JSON.parse(packed);
    writeFileSync(join(folder, "package.json"), '{ "name": "user", "private": true }');
    process.env.npm_config_sqlite3_local_prebuilds = await compiled(mkdtempSync(join(folder, "compiled-")));
    await npmIn(folder, "install", "--no-audit", "--no-fund", join(folder, filename));
    writeFileSync(join(folder, "first.ts"), program);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("brings neither danfo nor TensorFlow along, which are in its bundle", () => {
    assert.ok(existsSync(join(folder, "node_modules", "sqlite3")));
    for (const name of ["danfojs-node", "@tensorflow", "plotly.js", "xlsx"])
      assert.equal(existsSync(join(folder, "node_modules", name)), false, name);
  });

  it("compiles a first program with the compiler of a notebook cell, and that of tslab's own kernel", async () => {
    const options = ["--module", "commonjs", "--moduleResolution", "node10", "--target", "es2022", "--strict"];
    for (const compiler of ["@tslab/typescript-for-tslab", "typescript"]) {
      const tsc = join(folder, "node_modules", compiler, "lib", "tsc.js");
      await succeeds(process.execPath, [tsc, ...options, "--lib", "es2022", "--skipLibCheck", "first.ts"], folder);
    }
  });

  it("runs it: data, session, database, frame", async () => {
    const output = await succeeds(process.execPath, ["first.js"], folder);
    const { state, rows, shape, finalEquity } = JSON.parse(output);
    assert.equal(state, "COMPLETED");
    assert.ok(rows > 10, `${rows} fills`);
    assert.equal(shape[0], rows);
    assert.ok(finalEquity > 0, `${finalEquity}`);
    assert.ok(existsSync(join(folder, "user.db")));
  });

  it("runs a notebook, and installs its kernel", async () => {
    const source = 'import { sma } from "paperlab";\nsma([1, 2, 3], 2)';
    assert.equal(await printedBy(folder, source), "2.5\n");
    const paperlab = kernelProgram();
    const made = await succeeds(process.execPath, [paperlab, "kernel", "install", "--prefix", folder], folder);
    for (const path of made.trim().split("\n")) assert.ok(existsSync(path), path);
    const extension = join(folder, "share/jupyter/labextensions/@paperlab/figures/static");
    for (const file of ["remoteEntry.js", "plotly.min.js"]) assert.ok(existsSync(join(extension, file)), file);
  });

  it("brings what describes Node, and the TypeScript of the kernel, by itself", () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "node_modules/paperlab/package.json"), "utf8"));
    for (const name of ["@types/node", "typescript"]) {
      const { version } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"));
      assert.equal(version, dependencies[name], name);
    }
  });

  const everyday = [
    'console.log("hello", process.pid > 0, Buffer.from("a").length);',
    'import { existsSync } from "node:fs"; import { join } from "path";',
    'await new Promise((resolve) => setTimeout(resolve, 1)); console.log(existsSync(join(process.cwd(), "here.txt")));',
    "console.log([3, 1].toSorted().join(), new URL('file:///a').pathname, typeof fetch, typeof structuredClone);",
    'import { sma } from "paperlab"; console.log(sma([1, 2, 3], 2));',
  ].join("\n");
  const printed = "hello true 1\ntrue\n1,3 /a function function\n2.5\n";

  it("knows Node in a notebook beside it, in a folder below, and in one that has nothing to do with it", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "paperlab-elsewhere-"));
    const below = join(folder, "notes", "deep");
    mkdirSync(below, { recursive: true });
    try {
      for (const place of [folder, below, elsewhere]) {
        writeFileSync(join(place, "here.txt"), "");
        assert.equal(await printedBy(place, everyday), printed, place);
      }
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it("knows Node in a folder with packages of its own, that describe other things", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "paperlab-elsewhere-"));
    mkdirSync(join(elsewhere, "node_modules/@types/spoken"), { recursive: true });
    writeFileSync(join(elsewhere, "node_modules/@types/spoken/index.d.ts"), "declare const spoken: string;");
    writeFileSync(join(elsewhere, "here.txt"), "");
    try {
      const source = `${everyday}\nconst heard = (): string => spoken; console.log(typeof heard);`;
      assert.equal(await printedBy(elsewhere, source), `${printed}function\n`);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  function kernelProgram() {
    return join(folder, "node_modules", "paperlab", "dist", "kernel", "bin.js");
  }

  /** Runs a notebook of one cell in a folder and resolves to what it prints. */
  function printedBy(place, source) {
    const cells = [{ cell_type: "code", id: "a", metadata: {}, source, outputs: [], execution_count: null }];
    writeFileSync(join(place, "first.ipynb"), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    return succeeds(process.execPath, [kernelProgram(), "run", "first.ipynb"], place);
  }
});

/** Packs the sqlite3 of this checkout as the installation looks for it, so that it is not compiled for two minutes again. */
async function compiled(place) {
  const from = fileURLToPath(new URL("../../node_modules/sqlite3/", import.meta.url));
  const program = "build/Release/node_sqlite3.node";
  if (!existsSync(join(from, program))) return place;
  const { version } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  const name = `sqlite3-v${version}-napi-v6-${process.platform}-${process.arch}.tar.gz`;
  await succeeds("tar", ["-czf", join(place, name), "-C", from, program]);
  return place;
}

function npmIn(cwd, ...args) {
  const [program, ...first] = npm();
  return succeeds(program, [...first, ...args], cwd);
}

async function succeeds(program, args, cwd) {
  const { code, output } = await run(program, args, { cwd, env: compilerEnvironment() });
  assert.equal(code, 0, output);
  return output;
}
