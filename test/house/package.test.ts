import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { metricCatalog } from "../../src/analysis/metrics/catalog";
import { importsOf } from "./reading/imports";
import { readSources, root } from "./reading/source";
import { writtenFiles } from "./reading/tree";
import { isAllowed } from "./rules/licences";
import { cellDiagnostics, cellDocumentation } from "./rules/old-compiler";

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly resolved?: string;
  readonly license?: string;
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const lock: Record<string, Locked> = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;

const dependencies = { ...manifest.dependencies, ...manifest.optionalDependencies };

describe("package.json", () => {
  it("pins every dependency to one version", () => {
    const versions = Object.entries<string>({ ...dependencies, ...manifest.devDependencies });
    assert.deepEqual(
      versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    );
  });

  it("needs no sqlite3, so that no installation fails by it", () => {
    assert.deepEqual(Object.keys(manifest.optionalDependencies), ["sqlite3"]);
    assert.equal(lock["node_modules/sqlite3"].optional, true);
  });

  it("has as dependencies what the library and the kernel import, and nothing else", () => {
    const outside = readSources().flatMap((source) => importsOf(source).map(({ specifier = "" }) => specifier));
    const packages = outside.filter((specifier) => /^[@a-z]/.test(specifier) && !specifier.startsWith("node:"));
    const bundle = readFileSync(join(root, "vendor/danfo.cjs"), "utf8");
    if (bundle.includes('require("mathjs")')) packages.push("mathjs");
    const names = packages.map((specifier) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/"));
    const ofTheKernel = ["@types/node", "tslab", "typescript", "zeromq"];
    assert.deepEqual([...new Set([...names, ...ofTheKernel])].sort(), Object.keys(dependencies).sort());
  });

  it("names an entry point and declarations that exist", () => {
    for (const path of [manifest.main, manifest.types]) assert.ok(existsSync(join(root, path)), path);
  });

  it("exports plain properties, so that strategies call indicators through no getter", () => {
    const exported = require(join(root, manifest.main));
    const all = Object.entries(Object.getOwnPropertyDescriptors(exported));
    assert.ok(all.length > 90);
    assert.deepEqual(
      all.filter(([, { value }]) => value === undefined),
      [],
    );
    assert.equal(exported.__esModule, true);
  });
});

describe("the built package", () => {
  it("has declarations that the compiler of tslab's own kernel reads", () => {
    assert.deepEqual(cellDiagnostics(join(root, "dist", "index.d.ts"), `${root}/dist`), []);
  });

  it("says in an editor what each metric is", () => {
    const said = cellDocumentation(join(root, "dist", "index.d.ts"), "Metrics");
    assert.deepEqual(
      [...said.keys()],
      metricCatalog.map(({ key }) => key),
    );
    assert.deepEqual(
      [...said].filter(([, text]) => text === "").map(([key]) => key),
      [],
    );
    assert.equal(said.get("sharpe"), "Annual Sharpe ratio.");
  });
});

describe("the packages people install with it", () => {
  const installed = Object.entries(lock).filter(([path, { dev }]) => path !== "" && !dev);

  it("have licences that ask for little", () => {
    // zeromq, which tslab needs, carries a library under the MPL: weak copyleft, unchanged, as a file of its own.
    const exceptions: Record<string, string[]> = { "node_modules/zeromq": ["MPL-2.0"] };
    const others = installed.filter(([path, { license = "" }]) => !isAllowed(license, exceptions[path]));
    assert.deepEqual(
      others.map(([path, { license }]) => `${path}: ${license}`),
      [],
    );
  });

  it("would be refused with other licences", () => {
    assert.equal(isAllowed("GPL-3.0"), false);
    assert.equal(isAllowed(""), false);
    assert.equal(isAllowed("MIT AND GPL-3.0"), false);
    assert.equal(isAllowed("(MIT OR GPL-3.0)"), true);
    assert.equal(isAllowed("MIT AND MPL-2.0", ["MPL-2.0"]), true);
  });
});

describe("the repository", () => {
  it("has a lock file without addresses", () => {
    assert.deepEqual(
      Object.entries(lock).filter(([, { resolved }]) => resolved !== undefined),
      [],
    );
  });

  it("names no package registry", () => {
    const hosts = new RegExp(["registry\\.npmjs", "registry\\.yarnpkg", "npmmirror", "files\\.pythonhosted"].join("|"));
    const own = __filename.slice(root.length + 1);
    const texts = writtenFiles().filter((path) => path !== own && !/\.(png|db)$/.test(path));
    assert.ok(texts.includes("package-lock.json"));
    assert.deepEqual(
      texts.filter((path) => hosts.test(readFileSync(join(root, path), "utf8"))),
      [],
    );
  });
});
