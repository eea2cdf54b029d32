// Makes vendor/: danfo and its dependencies in one file, its declarations, the parser of mathjs, Plotly for the browser,
// and their licences.
// Does nothing if the packages and scripts have not changed since the last time.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { danfoTypes } from "./bundle/danfo-types.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vendor = join(root, "vendor");
const parts = join(root, "scripts/bundle");
const results = ["danfo.cjs", "danfo.d.ts", "formula.cjs", "plotly.min.js", "LICENSES.txt"];

/** Packages that danfo requires, and what replaces them. */
const replacements = {
  "@tensorflow/tfjs-node": "tensorflow.mjs",
  "node-fetch": "node-fetch.cjs",
  request: "request.cjs",
  xlsx: "xlsx.cjs",
  mathjs: "mathjs.cjs",
};

const replace = {
  name: "replace",
  setup({ onResolve }) {
    const names = Object.keys(replacements).join("|").replace("/", "\\/");
    onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path, importer }) =>
      dirname(importer) === parts ? { path, external: true } : { path: join(parts, replacements[path]) },
    );
  },
};

const forNode = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // tfjs's core and its backend must share the same modules.
  mainFields: ["module", "main"],
  minify: true,
  // Node prints the source line of an error that nobody catches.
  lineLimit: 200,
  keepNames: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

function bundleDanfo() {
  return build({
    ...forNode,
    entryPoints: [join(parts, "danfo.cjs")],
    outfile: join(vendor, "danfo.cjs"),
    external: ["plotly.js-dist-min"],
    plugins: [replace],
  });
}

function bundleFormula() {
  return build({ ...forNode, entryPoints: [join(parts, "formula.mjs")], outfile: join(vendor, "formula.cjs") });
}

/** Changes a source of a package, as far as it has what is to be changed. */
function changed(name, file, changes) {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter: file }, ({ path }) => {
        const contents = changes.reduce(
          (source, [what, by]) => {
            if (source.search(what) < 0)
              throw new Error(`Expected ${path} to have ${what}, did not. See how it is now`);
            return source.replace(what, by);
          },
          readFileSync(path, "utf8"),
        );
        return { contents };
      });
    },
  };
}

// A style in a text could request a picture from the network, so texts have no styles.
const plainTexts = changed("plain texts", /plotly\.js\/src\/lib\/svg_text_utils\.js$/, [
  [/^var STYLEMATCH = .*;$/m, "var STYLEMATCH = /(?!)/;"],
]);

// Text over a color is black or white, whichever is seen better: above this luminance (Web Content Accessibility Guidelines
// 2.2), black is. Plotly writes dark grey on grey.
const textOverColor = changed("text over color", /plotly\.js\/src\/components\/color\/index\.js$/, [
  [/tc\.isDark\(\) \?/, "tc.getLuminance() < 0.179 ?"],
  [/tc\.darken\(darkAmount\) : defaultLine\)/, "tc.darken(darkAmount) : tinycolor('#000000'))"],
]);

// Texts of cells are as large as they fit, also those of a single row, and left out if nobody could read them: a letter is
// 0.54 as wide as it is high.
const cellTexts = changed("cell texts", /plotly\.js\/src\/traces\/heatmap\/plot\.js$/, [
  [/!isFinite\(minW\) \|\| !isFinite\(minH\)/, "!isFinite(minW)"],
  [/minW \/= LINE_SPACING \/ 2;/, "minW /= 0.54;"],
  [/fontSize <= 0 \|\|/, "fontSize < 7 ||"],
]);

function bundlePlotly() {
  return build({
    absWorkingDir: root,
    entryPoints: [join(parts, "plotly.cjs")],
    outfile: join(vendor, "plotly.min.js"),
    bundle: true,
    platform: "browser",
    target: "es2018",
    format: "iife",
    globalName: "Plotly",
    define: { global: "window", "define.amd": "false" },
    loader: { ".css": "empty" },
    plugins: [plainTexts, cellTexts, textOverColor],
    minify: true,
    // A text in the bundle must not be able to close the script element that holds it.
    supported: { "inline-script": false },
    charset: "ascii",
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
}

/** Returns the folders of the packages that have code in a bundle. */
function packagesIn({ metafile }) {
  const folders = new Set();
  for (const output of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = path.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

function licence(folder) {
  const { name, version, license, author } = JSON.parse(read(join(folder, "package.json")));
  const file = readdirSync(join(root, folder)).find((entry) =>
    /^licen[cs]e(-mit)?(\.(txt|md|markdown))?$/i.test(entry),
  );
  const holder = (typeof author === "object" ? author.name : author) ?? "its authors";
  const text = file === undefined ? standardText(license, holder) : read(join(folder, file));
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/** The text of a licence, for a package that names it but has no copy. */
function standardText(license, holder) {
  if (license === "Apache-2.0") return `Copyright ${holder}\n\n${read("node_modules/typescript/LICENSE.txt")}`;
  if (license === "MIT") return `Copyright ${holder}\n\n${read("scripts/bundle/mit.txt")}`;
  throw new Error(`A package under ${license} carries no licence text`);
}

const rule = `\n${"-".repeat(80)}\n\n`;

/** Writes licences into a script as a comment, because pages are sent to people who have nothing but the page. */
function carryLicences(path, licences) {
  // A comment in a script element must end neither itself nor the element.
  const text = licences
    .join(rule)
    .replace(/\*\//g, "* /")
    .replace(/<(?=\/script|!--)/gi, "< ");
  writeFileSync(path, `/*! The licences of what this script is made of.\n\n${text}*/\n${readFileSync(path, "utf8")}`);
}

const read = (path) => readFileSync(join(root, path), "utf8");

function digest() {
  const hash = createHash("sha256");
  const scripts = readdirSync(parts).map((name) => `scripts/bundle/${name}`);
  for (const path of ["package-lock.json", "scripts/bundle.mjs", ...scripts.sort()]) hash.update(read(path));
  return hash.digest("hex");
}

async function main() {
  const stamp = join(vendor, ".stamp");
  const wanted = digest();
  const done = existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (done && results.every((name) => existsSync(join(vendor, name)))) return;
  mkdirSync(vendor, { recursive: true });
  rmSync(stamp, { force: true });
  const bundles = await Promise.all([bundleDanfo(), bundlePlotly(), bundleFormula()]);
  writeFileSync(join(vendor, "danfo.d.ts"), danfoTypes(join(root, "node_modules/danfojs-node")));
  const [, plotly] = bundles;
  const licences = [...new Set(bundles.flatMap(packagesIn))].map(licence);
  writeFileSync(join(vendor, "LICENSES.txt"), licences.join(rule));
  carryLicences(join(vendor, "plotly.min.js"), packagesIn(plotly).map(licence));
  writeFileSync(stamp, wanted);
  console.log(`Wrote ${results.join(", ")} to ${relative(process.cwd(), vendor) || "."}`);
}

await main();
