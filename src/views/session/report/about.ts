import { formatValue, moneyWriter } from "../../../output/formats";
import { layoutOfTokens } from "../../../output/function-layout";
import type { Pair } from "../../../output/pages/cards";
import type { PlainText } from "../../../output/pages/page";
import type { ReportSection } from "./section";

/** The params, options, tags and notes of a session. */
export const options: ReportSection = {
  heading: "Params and options",
  contents(core) {
    const { config, labels } = core.record;
    const { initialCapital: _, ...given } = core.options;
    const pairs: Pair[] = [
      ...Object.entries(config.params).map(([name, value]): Pair => [name, valueText(value)]),
      ["Initial capital", moneyWriter([core.initialCapital])(core.initialCapital)],
      ...(config.benchmark === undefined ? [] : [["Benchmark", config.benchmark] as const]),
      ...Object.entries(given).map(([name, value]): Pair => [name, valueText(value)]),
      ...(labels.tags.length === 0 ? [] : [["Tags", labels.tags.join(", ")] as const]),
    ];
    const texts: PlainText[] = labels.notes === undefined ? [] : [{ heading: "Notes", text: labels.notes }];
    return { pairs, texts };
  },
};

// Texts of more letters are cut, so that a page keeps its size.
const longest = 40_000;

/** The functions of the strategy, and what they reach. Of a session that was read from the store, comments are not known. */
export const source: ReportSection = {
  heading: "Strategy",
  contents(core) {
    const { strategy, reach = {} } = core.record.config;
    const functions = Object.entries(core.functionsAsWritten ?? strategy.functions);
    const texts = functions.map(([heading, text]) => ({
      heading,
      text: cut(dedented(layoutOfTokens(withoutMarks(text)))),
    }));
    const reached = Object.entries(reach).map(([name, text]): Pair => [name, cut(text, 600)]);
    return { text: strategy.name, texts, ...(reached.length > 0 && { pairs: reached }) };
  },
};

// A bundler marks what it may drop, also in the ready-made strategies.
function withoutMarks(text: string): string {
  return text.replace(/\/\* *[@#]__PURE__ *\*\/ ?/g, "");
}

/** What the session was run on, and what tells whether another run did the same. */
export const recipe: ReportSection = {
  heading: "Data and identity",
  contents(core) {
    const { config } = core.record;
    const { feed, rules = 1 } = config;
    return {
      pairs: [
        ["Feed", feed.name],
        ["Kind", feed.kind],
        ["Options of the feed", cut(valueText(feed.options), 600)],
        ["Calendar", typeof config.calendar.spec === "string" ? config.calendar.spec : "its own"],
        ["Zone", config.calendar.timezone],
        ["Rules", String(rules)],
        ["Fingerprint", core.fingerprint()],
      ],
    };
  },
};

// A model is written as its name with its params.
function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(valueText).join(", ");
  if (typeof value !== "object" || value === null) return String(value);
  const { name, params, ...others } = value as Record<string, unknown>;
  const isModel = typeof name === "string" && Object.keys(others).length === 0;
  if (!isModel) return JSON.stringify(value);
  return params === undefined ? name : `${name} ${JSON.stringify(params)}`;
}

function cut(text: string, most = longest): string {
  return text.length <= most ? text : `${text.slice(0, most)}\n... (${formatValue(text.length, "count")} letters)`;
}

// A function that was written inside another begins at its own indentation, and goes on at that of the other.
function dedented(text: string): string {
  const [first, ...others] = text.split("\n");
  const indents = others.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  return [first, ...others.map((line) => line.slice(Number.isFinite(least) ? least : 0))].join("\n");
}
