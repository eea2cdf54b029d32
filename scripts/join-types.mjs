// Joins the declarations of what `import "paperlab"` gives into one file, and leaves no other beside the index. TypeScript finds
// and reads nine hundred files in the first cell that imports it otherwise, which took that cell most of a second.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const listed = /^export (?:type )?\{ .* \};$/gm;
const declared = /^(?:declare )?(?:abstract )?(?:class|const|function|interface|type) ([\w$]+)/gm;

const joined = await rollup({
  input: join(dist, "index.d.ts"),
  plugins: [dts({ tsconfig: join(root, "tsconfig.json") })],
  external: [/\/vendor\//],
  onwarn: ({ message }) => {
    throw new Error(message);
  },
});
const { output } = await joined.generate({ format: "es" });
const [{ code }] = output;
const names = new Set([...code.matchAll(declared)].map(([, name]) => name));
const numbered = [...names].find((name) => /\$\d/.test(name));
if (numbered !== undefined)
  throw new Error(`Two declarations have one name, so users would read ${numbered}; rename one.`);

for (const path of readdirSync(dist, { recursive: true })) if (path.endsWith(".d.ts")) rmSync(join(dist, path));
// A cell whose variable has a type that is not in the index names it by its place.
writeFileSync(
  join(dist, "types.d.ts"),
  `${code.replace(listed, "").trimEnd()}\n\nexport { ${[...names].join(", ")} };\n`,
);
const fromTypes = (list) => list.replace(/;$/, ' from "./types";\n');
writeFileSync(join(dist, "index.d.ts"), code.match(listed).map(fromTypes).join(""));
