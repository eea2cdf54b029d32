import { checkNoMore } from "../core/checks";
import { displayable } from "../notebook/display";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import type { RealismLadder, RealismStep } from "../session/realism/ladder";
import { realismCard, realismFigure, realismFrame } from "../views/realism/views";

/** What each friction of a session costs: the session run again with one more of its own at a time. Prints its table. */
export class Realism {
  readonly #ladder: RealismLadder;

  /** @internal */
  constructor(ladder: RealismLadder) {
    this.#ladder = ladder;
  }

  /** From frictionless to as it is, as plain objects; currency, in whole cents. */
  get steps(): readonly RealismStep[] {
    return this.#ladder.steps;
  }

  /**
   * One row a step: final equity, the difference to the step before, and how much of it is priced otherwise (the same
   * orders filled with the same quantities) and decided otherwise.
   */
  table(): DataFrame {
    return realismFrame(this.#ladder);
  }

  /** Draws the steps as a waterfall. */
  plot(...more: []): Figure {
    checkNoMore("plot", more);
    return realismFigure(this.#ladder);
  }

  /** Returns how it prints itself. @internal */
  card() {
    return realismCard(this.#ladder);
  }
}

displayable(Realism.prototype, (realism: Realism) => realism.card());
