import { zoneOf } from "../../../core/market/zone";
import { PaperLabError } from "../../../errors";
import type { PageSection } from "../../../output/pages/page";
import type { SessionCore } from "../../../session/core";
import { type Report, writePage } from "../../pages";
import { sessionNote, sessionPairs } from "../card";
import { readingBarsOnce } from "../tracking/bars";
import { options, recipe, source } from "./about";
import { highlightsOf, metrics } from "./metrics";
import { attribution, costs } from "./profit";
import { distribution, drawdowns, equity, exposure, months, rolling } from "./returns";
import type { ReportSection } from "./section";
import { prices, tradeStatistics, trades } from "./trading";

// In the order of the page. The largest figures come last: if there is no room for all, they are still pictures.
const sections: readonly ReportSection[] = [
  equity,
  metrics,
  months,
  distribution,
  rolling,
  drawdowns,
  exposure,
  tradeStatistics,
  attribution,
  costs,
  options,
  source,
  recipe,
  prices,
  trades,
];

const labelsOfTiles: readonly string[] = ["Total return", "CAGR", "Max drawdown", "Trades"];

/** Writes the tear sheet of a session as one page. Throws INVALID_OPTION, REPORT_FAILED. */
export function writeSessionReport(core: SessionCore, path: string): Promise<Report> {
  return writePage(path, () => {
    const pairs = sessionPairs(core);
    // The card of a session has some of the numbers that the page begins with.
    const isHighlight = ([label]: readonly [string, string]) => labelsOfTiles.includes(label);
    const isWarning = ([label]: readonly [string, string]) => label === "Warning" || label === "Error";
    return {
      title: core.name,
      clock: zoneOf(core.calendar.timezone),
      note: sessionNote(core),
      warnings: pairs.filter(isWarning).map(([, text]) => text),
      highlights: highlightsOf(core),
      pairs: pairs.filter((pair) => !isWarning(pair) && !isHighlight(pair)),
      sections: readingBarsOnce(core, () => sections.flatMap((section) => sectionOf(section, core) ?? [])),
    };
  });
}

// If a session's data cannot be found, the page still has everything else.
function sectionOf({ heading, contents }: ReportSection, core: SessionCore): PageSection | undefined {
  try {
    const found = contents(core);
    return found && { heading, ...found };
  } catch (error) {
    if (!(error instanceof PaperLabError)) throw error;
    return { heading, text: error.message };
  }
}
