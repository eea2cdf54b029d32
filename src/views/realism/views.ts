import type { Display } from "../../notebook/display";
import { waterfallFigure } from "../../output/figures/waterfall";
import type { DataFrame } from "../../output/frames/danfo";
import { cardDisplay } from "../../output/pages/cards";
import type { Figure } from "../../output/plotly/figure";
import type { RealismLadder, RealismStep } from "../../session/realism/ladder";
import { frameOfRows } from "../frames";
import { columnsOf, tableOf } from "../tables";

const columns = columnsOf<Omit<RealismStep, "leftOut">>({
  step: "text",
  finalEquity: ["currency", "result"],
  difference: ["currency", "result"],
  pricedOtherwise: ["currency", "result"],
  decidedOtherwise: ["currency", "result"],
});

/** Returns a ladder as a frame, one row a step. */
export function realismFrame({ steps }: RealismLadder): DataFrame {
  return frameOfRows(steps, columns, undefined);
}

/** Draws a ladder as a waterfall from the frictionless equity to that of the session. */
export function realismFigure({ session, steps }: RealismLadder): Figure {
  const bars = steps.map(({ step, finalEquity, difference }) => ({
    name: step,
    level: finalEquity,
    ...(difference !== undefined && { change: difference }),
  }));
  const asItIs = { name: "as it is", level: steps[steps.length - 1].finalEquity };
  return waterfallFigure([...bars, asItIs], `Final equity of ${session}, one friction at a time`);
}

/** Returns how a ladder prints itself: its table, and the waterfall. */
export function realismCard(ladder: RealismLadder): Display {
  const { table, formats } = tableOf(ladder.steps, columns, undefined);
  const added = ladder.steps.length === 1 ? "it has no friction" : "one friction at a time";
  const left = ladder.steps.flatMap(({ step, leftOut }) => (leftOut === undefined ? [] : [`${leftOut} at ${step}`]));
  const note = left.length === 0 ? added : `${added}; requests by hand without their order: ${left.join(", ")}`;
  return cardDisplay({
    title: `Realism of ${ladder.session}`,
    note,
    tables: [{ table, options: { formats } }],
    figures: [realismFigure(ladder)],
  });
}
