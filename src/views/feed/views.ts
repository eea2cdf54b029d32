import type { MethodsOf } from "../methods";
import { feedFigure } from "./figures";
import { barsFrame, leftOutFrame, symbolsFrame } from "./tables";

/** Every frame and figure of a feed, by the name of its method. */
export const feedViews = { toFrame: barsFrame, describe: symbolsFrame, leftOut: leftOutFrame, plot: feedFigure };

/** The frames and figures of a feed. */
export type FeedViews = MethodsOf<typeof feedViews>;
