import type { MethodsOf } from "../methods";
import { feedFigure } from "./figures";
import { barsFrame, symbolsFrame } from "./tables";

/** Every frame and figure of a feed, by the name of its method. */
export const feedViews = { toFrame: barsFrame, describe: symbolsFrame, plot: feedFigure };

/** What a feed has of its frames and figures. */
export type FeedViews = MethodsOf<typeof feedViews>;
