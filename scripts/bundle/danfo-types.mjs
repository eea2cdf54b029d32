import { readFileSync } from "node:fs";
import { join } from "node:path";

/** danfo's declarations, each file once, so that its functions return the same base classes that it exports. */
const files = [
  "shared/types",
  "shared/config",
  "shared/utils",
  "core/generic",
  "core/series",
  "core/frame",
  "core/strings",
  "core/datetime",
  "core/daterange",
  "aggregators/groupby",
  "transformers/scalers/min.max.scaler",
  "transformers/scalers/standard.scaler",
  "transformers/encoders/label.encoder",
  "transformers/encoders/one.hot.encoder",
  "transformers/encoders/dummy.encoder",
  "transformers/concat",
  "transformers/merge",
  "io/node/io.csv",
  "io/node/io.json",
  "io/node/io.excel",
];

/** The types that danfo's declarations take from packages that are missing in a user's installation. */
const packages = `
type BaseUserConfig = { [option: string]: unknown };
type TableUserConfig = { [option: string]: unknown };
type Config = { [option: string]: unknown };
type Layout = { [option: string]: unknown };
type ParsingOptions = { [option: string]: unknown };
type WritingOptions = { [option: string]: unknown };
type HeadersInit = { [header: string]: string };
interface ParseConfig {
  delimiter?: string;
  newline?: string;
  quoteChar?: string;
  escapeChar?: string;
  header?: boolean;
  dynamicTyping?: boolean | { [column: string]: boolean };
  preview?: number;
  comments?: boolean | string;
  skipEmptyLines?: boolean | "greedy";
  [option: string]: unknown;
}
declare const tensorflow: any;
type Str = Strings;
type Dt = TimeSeries;
`;

const exported = `
declare const __version: string;
declare const streamCsvTransformer: (
  inputFilePath: string,
  transformer: (frame: DataFrame) => DataFrame,
  options: { outputFilePath?: string; inputStreamOptions?: CsvInputOptionsNode; outputStreamOptions?: CsvOutputOptionsNode },
) => void;
declare const convertFunctionTotransformer: (transform: (frame: DataFrame) => DataFrame) => object;
export {
  Configs as Config, DataFrame, TimeSeries as Dt, Groupby, LabelEncoder, MinMaxScaler, NDframe, OneHotEncoder, Series,
  StandardScaler, Strings as Str, Utils, __version, concat, convertFunctionTotransformer, dateRange, dummyEncode as getDummies,
  merge, $readCSV as readCSV, $readExcel as readExcel, $readJSON as readJSON, $streamCSV as streamCSV,
  $streamJSON as streamJSON, streamCsvTransformer, tensorflow, toDateTime, $toCSV as toCSV, $toExcel as toExcel, $toJSON as toJSON,
};
`;

/** Joins danfo's declarations into one module without imports, so that they work without danfo. */
export function danfoTypes(danfoFolder) {
  const parts = files.map((name) => declarations(join(danfoFolder, "dist/danfojs-base", `${name}.d.ts`)));
  return `// danfojs-node: its declarations in one module. Made by the build; see LICENSES.txt.\n${packages}${parts.join("")}${exported}`;
}

function declarations(path) {
  return readFileSync(path, "utf8")
    .replace(/^\/\/\/ <reference.*$/gm, "")
    .replace(/^\/\*\*\s*\*\s*@license[\s\S]*?\*\/\s*/m, "")
    .replace(/^import [\s\S]*?;$/gm, "")
    .replace(/^export default (\w+);$/gm, "")
    .replace(/^export \{[\s\S]*?\};$/gm, "")
    .replace(/^export default (class|function) /gm, "declare $1 ")
    .replace(/^export declare /gm, "declare ")
    .replace(/^export (interface|type) /gm, "$1 ")
    .replace(/^declare class Str /m, "declare class Strings ")
    .replace(/constructor\(data: any/g, "constructor(data?: any")
    .replace("tail(rows?: number): any", "tail(rows?: number): DataFrame")
    .replace(/(?<=readJSON.*)Promise<unknown>|(?<=readExcel.*)Promise<unknown>/g, "Promise<DataFrame>")
    .replace("(request.RequiredUriUrl & request.CoreOptions)", "JsonInputOptionsNode")
    .replace(/stream\.Readable/g, "object");
}
