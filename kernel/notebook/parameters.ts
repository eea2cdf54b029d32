import type { Notebook, NotebookCell } from "./notebook";

/** Values of variables, by name. */
export type Parameters = Readonly<Record<string, unknown>>;

/**
 * Reads texts such as `name=value`. A value that is JSON is read as JSON (`5`, `true`, `[1, 2]`, `"5"`), any other as
 * text. Throws an error for a text without this form.
 */
export function parseParameters(texts: readonly string[]): Parameters {
  const entries = texts.map((text) => {
    const [, name, value] = /^([A-Za-z_$][\w$]*)=([\s\S]*)$/.exec(text) ?? [];
    if (name === undefined) throw new Error(`Expected a parameter as name=value, was "${text}"`);
    return [name, parsedValue(value)] as const;
  });
  return Object.fromEntries(entries);
}

function parsedValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const tag = "injected-parameters";

/**
 * Returns the notebook with a cell that sets parameters. It follows the cell with defaults, which is tagged
 * `parameters`, or comes first. The cell of an earlier run is replaced.
 */
export function withParameters(notebook: Notebook, parameters: Parameters): Notebook {
  const names = Object.keys(parameters);
  if (names.length === 0) return notebook;
  const cells = notebook.cells.filter(({ metadata }) => metadata.tags?.includes(tag) !== true);
  const defaults = cells.findIndex(({ metadata }) => metadata.tags?.includes("parameters") === true);
  const lines = names.map((name) => `var ${name} = ${JSON.stringify(parameters[name])};`);
  const cell: NotebookCell = {
    cell_type: "code",
    id: tag,
    metadata: { tags: [tag] },
    source: ["// Parameters\n", ...lines.map((line, at) => (at < lines.length - 1 ? `${line}\n` : line))],
    outputs: [],
    execution_count: null,
  };
  return { ...notebook, cells: [...cells.slice(0, defaults + 1), cell, ...cells.slice(defaults + 1)] };
}
