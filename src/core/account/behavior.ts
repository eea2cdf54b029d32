/** The behavior of the engine that depends on the rules that a session was made under. */
export interface Behavior {
  /**
   * Whether a `DAY` order expires at the end of the step that ends its day, and a trading day without a bar of its
   * symbol counts as that day. Otherwise it expires at the start of the next step, and waits for a bar of its symbol.
   */
  readonly expiresWithItsDay: boolean;
  /**
   * Whether a market order that reduces a position is `GTC` unless it says otherwise. If not, it is `DAY` like the
   * others.
   */
  readonly exitsOutliveTheirDay: boolean;
  /** Whether a target under a lot is denied once, if nothing is held of its symbol. If not, it orders nothing. */
  readonly deniesTargetsUnderALot: boolean;
  /** Whether an unknown symbol is an error at the call. If not, its order is denied. */
  readonly refusesUnknownSymbols: boolean;
  /** Whether an order that was cut to fit the cash says by how much. */
  readonly tellsCuts: boolean;
  /** Whether an order toward a weight is made smaller by the little that buying power lacks. If not, it is denied. */
  readonly shrinksTargets: boolean;
  /**
   * Whether that may be up to half of what the order opens. If not, it is a lot or 1 % of the equity at most, so that an
   * even share is denied where the others have grown.
   */
  readonly shrinksTargetsToHalf: boolean;
  /** Whether weights that sum to more than the leverage are an error at the call. If not, orders are denied. */
  readonly refusesWeightsBeyondLeverage: boolean;
  /**
   * Whether a weight of 0 buys back all of a short position. If not, it buys what the position's value pays for, costs
   * included, and some of it stays.
   */
  readonly closesShortsInFull: boolean;
  /** Whether the requests of a step that reduce a position are judged before the others. If not, all are judged in order. */
  readonly judgesReductionsFirst: boolean;
  /**
   * Whether exits of each kind, limits and stops, may cover a position once and are cut to what is held. If not, all
   * exits together may cover it once.
   */
  readonly exitsAreReduceOnly: boolean;
  /**
   * Whether a limit or stop order that would reduce a position makes no room for `maxPositionWeight`, as for the other
   * rules. If not, that rule takes it as filled.
   */
  readonly exitsMakeNoRoom: boolean;
  /** Whether an order that is denied because trading is REDUCING says which risk rule asked for that. */
  readonly namesStops: boolean;
  /** Whether the codes of a user's own risk rules must be in capitals. If not, they may be any text. */
  readonly refusesOtherCodes: boolean;
  /** Whether a schedule at a time of day at which its exchange is never open is an error at the call. */
  readonly refusesTimesOutsideHours: boolean;
  /**
   * Whether the most that can be paid is searched for as if costs could have any form. If not, they are taken to grow in
   * proportion, as those of a user's own models need not.
   */
  readonly expectsAnyCosts: boolean;
  /** Whether it is noted if an order is to be canceled that has ended. */
  readonly notesLateCancels: boolean;
  /**
   * Whether what fills leave of a bar's volume is in whole lots again. If not, it is off by the last bits of a difference
   * of fractions, and so is a fill that takes it.
   */
  readonly leavesWholeLots: boolean;
  /** Whether a session with leverage or shorting has a maintenance margin unless it says otherwise. */
  readonly callsMargin: boolean;
  /** Whether quantities of trades (0.3 - 0.1) have no dust in their last bits. */
  readonly clearsDustOfTrades: boolean;
  /** Whether corporate actions of the feed are applied. */
  readonly appliesActions: boolean;
  /** Whether a halt meets a bar of a day or longer only in its own days. If not, also in the night before them. */
  readonly haltsWholeDays: boolean;
  /** Whether everything lost is closed only when trading is not HALTED. If not, it is closed at once. */
  readonly haltsLiquidations: boolean;
  /** Whether a session that is being closed because everything is lost ends with its feed as BANKRUPT. */
  readonly endsBankrupt: boolean;
  /**
   * Whether what fills at the open comes before what fills inside the bar, of all orders that reduce one position, and the
   * oldest first of those at the open. If not, only exits and members of groups are arranged, stops first.
   */
  readonly fillsOpenFirst: boolean;
  /**
   * Whether a fill is marked `TWO_OF_A_GROUP` only if another order that it would shrink, or that would shrink it, was in the
   * range of the same bar. If not, also if other exits share units.
   */
  readonly doubtsOnlyRivals: boolean;
  /** Whether prices that are computed from others have at most 12 digits, so that 1.1 * 100 is 110. */
  readonly roundsPrices: boolean;
  /** Whether fractions of shares that splits leave have no dust in their last bits. */
  readonly clearsDustOfSplits: boolean;
  /** Whether the average price of fills of one price is that price, to the last bit. */
  readonly tellsFillPrices: boolean;
  /** Whether it is an event that a dividend lowers the best price of a trailing stop. */
  readonly tellsLoweredTrails: boolean;
  /** Whether a trailing stop is denied whose trail is as large as the price, so that its level is none. */
  readonly deniesTrailsBeyondPrice: boolean;
  /**
   * Whether a trailing stop trails no more once it is triggered: what a volume limit left of it takes the next open, and its
   * trail cannot be changed. If not, what is left takes an open only on bars that come near its level or its best price.
   */
  readonly trailsUntilTriggered: boolean;
  /**
   * Whether orders that a split has made larger are cut as others are when less is held. If not, those are left as they are
   * that reduce more units than any order before the split.
   */
  readonly cutsAfterSplits: boolean;
  /**
   * Whether of targets that are taken together only those wait whose symbols were asked for before, so that the others can
   * reduce first. If not, all of them wait if one does.
   */
  readonly targetsWaitAlone: boolean;
  /**
   * Whether a fixed slippage moves a sale below zero where prices may be there. If not, such a sale keeps a ten-thousandth
   * of its price.
   */
  readonly slipsBelowZero: boolean;
  /** Whether names of groups that begin as the broker's own do are an error at the call. */
  readonly refusesReservedGroups: boolean;
  /** Whether what an order opens first closes what has been added to the position meanwhile, as a fill of its own. */
  readonly splitsCrossings: boolean;
  /**
   * Whether an answer of a user's own model or risk rule with fields of other names is an error, and a code that is no word
   * in a slippage model's refusal, and a symbol that the session does not have in a rule's question. If not, such fields
   * are left out, and nothing is held of such a symbol.
   */
  readonly refusesStrayWords: boolean;
  /**
   * Whether risk rules see at once that a working order was made smaller or replaced earlier in the same step. If not, they
   * take it as it was, until another one is accepted or ends.
   */
  readonly seesChangedOrders: boolean;
  /**
   * Whether of targets that are taken together those are judged first that close at least as much as they open, such as one
   * that turns a large short position into a small long one. If not, only those that open nothing.
   */
  readonly judgesFreeingFirst: boolean;
  /**
   * Whether risk rules are asked before a target takes back what a market order was to reduce. If not, the position can
   * exceed their limits, because other orders were accepted in its place.
   */
  readonly judgesWhatIsTakenBack: boolean;
  /**
   * Whether rules that count orders count each once, and only those that were accepted. If not, an order that is changed
   * counts twice, and those of a `together` that was denied count on that day.
   */
  readonly countsOrdersOnce: boolean;
  /** Whether REDUCING that was set by hand stays when what a risk rule asked for meanwhile is over. If not, it is ACTIVE then. */
  readonly keepsStateByHand: boolean;
  /**
   * Whether what is left of a quantity is in whole lots again however little that is beside what it was (4.99999999 of 5).
   * If not, the last bits of the difference may stay, and with them a position of nearly nothing.
   */
  readonly clearsDustOfDifferences: boolean;
  /** Whether a trade tells of each fraction of a share that was paid out. If not, of those above a billionth of a position. */
  readonly tellsSmallFractions: boolean;
  /**
   * Whether what an entry fills is added to what an exit of its bracket reduces, if that was replaced by one that goes beyond
   * the position. If not, it is no longer known what such an order reduces.
   */
  readonly countsExitsBeyond: boolean;
  /** Whether the reason for which a change of a working order is denied names the risk rule that denied it. */
  readonly namesRulesOfChanges: boolean;
  /** Whether `null` is an error among the new terms of an order. If not, that term stays as it is. */
  readonly refusesNullChanges: boolean;
  /**
   * Whether a dividend can lower the prices of orders to zero and below where prices may be there. If not, it cancels
   * such an order.
   */
  readonly lowersBelowZero: boolean;
  /**
   * Whether a risk rule that has asked for a halt can ask for LIQUIDATE while that holds. If not, nobody hears it.
   */
  readonly liquidatesHalted: boolean;
  /** Whether a risk rule of a user sees a copy of an order. If not, it can change what is traded after the account has judged it. */
  readonly showsCopiesToRules: boolean;
  /**
   * Whether aligned histories of longer bars begin anew where bars are lost, as each of these histories does. If not, they
   * go on with a hole.
   */
  readonly alignsAnew: boolean;
  /**
   * Whether for risk rules closed days count to the next trading day in a calendar that was found, as they do elsewhere. If
   * not, the Sunday evening of currencies is a day of its own.
   */
  readonly countsDaysOfRules: boolean;
  /** Whether intervals of weeks between snapshots begin on Monday. If not, on Thursday, as the epoch does. */
  readonly beginsWeeksOnMonday: boolean;
  /**
   * Whether a split ends the trades of its symbol also if nothing was held, and each exit without an order is a trade of its
   * own. If not, what one order closes before and after such a split is one trade, and so are a fraction and a delisting.
   */
  readonly tellsTradesApart: boolean;
  /**
   * Whether what is left of a lot of trades is nothing only where it is nothing to the account. If not, below a millionth of a
   * millionth of the larger fill, which can be more than a lot of 1e-8.
   */
  readonly tellsSmallLots: boolean;
  /**
   * Whether an order that takes all that is held takes the odd lot that a split left, too. If not, that stays until a delisting,
   * a liquidation or `closeAtEnd`.
   */
  readonly closesOddLots: boolean;
  /**
   * Whether setting the trading state to ACTIVE by hand changes nothing where it is ACTIVE. If not, the losses before no
   * longer count for the rules.
   */
  readonly keepsLossesWhileActive: boolean;
  /** Whether an order is denied whose price is under a tick, where prices are above zero. If not, it works at a price of 0. */
  readonly deniesPricesUnderATick: boolean;
  /**
   * Whether a limit or stop order against the position that is no exit, because it goes beyond it or was there before it, leaves
   * it to others to close, as an exit does: it counts neither for targets nor for what others may reduce. An order that closes
   * the position takes the place of one that goes beyond it. If not, the position is taken to be closed by it.
   */
  readonly closesBesideCrossings: boolean;
  /**
   * Whether a risk rule of a user fails if it reads what its view, its order or a position does not have, or changes its view.
   * If not, what it reads is `undefined`, and the change is lost.
   */
  readonly guardsRules: boolean;
  /** Whether setting the trading state to HALTED by hand changes nothing where it is HALTED. If not, that is an event again. */
  readonly tellsHaltsOnce: boolean;
  /**
   * Whether an order is judged as if those that it replaces did not work. If not, they still take buying power, and risk rules
   * count them.
   */
  readonly judgesWithoutReplaced: boolean;
}

/** The behavior under the first rules. */
export const firstBehavior: Behavior = {
  expiresWithItsDay: false,
  exitsOutliveTheirDay: false,
  deniesTargetsUnderALot: false,
  refusesUnknownSymbols: false,
  tellsCuts: false,
  shrinksTargets: false,
  refusesWeightsBeyondLeverage: false,
  closesShortsInFull: false,
  judgesReductionsFirst: false,
  exitsAreReduceOnly: false,
  exitsMakeNoRoom: false,
  shrinksTargetsToHalf: false,
  namesStops: false,
  refusesOtherCodes: false,
  refusesTimesOutsideHours: false,
  expectsAnyCosts: false,
  notesLateCancels: false,
  leavesWholeLots: false,
  callsMargin: false,
  clearsDustOfTrades: false,
  appliesActions: false,
  haltsWholeDays: false,
  haltsLiquidations: false,
  endsBankrupt: false,
  fillsOpenFirst: false,
  doubtsOnlyRivals: false,
  roundsPrices: false,
  clearsDustOfSplits: false,
  tellsFillPrices: false,
  tellsLoweredTrails: false,
  deniesTrailsBeyondPrice: false,
  trailsUntilTriggered: false,
  cutsAfterSplits: false,
  targetsWaitAlone: false,
  slipsBelowZero: false,
  refusesReservedGroups: false,
  splitsCrossings: false,
  refusesStrayWords: false,
  seesChangedOrders: false,
  judgesFreeingFirst: false,
  judgesWhatIsTakenBack: false,
  countsOrdersOnce: false,
  keepsStateByHand: false,
  clearsDustOfDifferences: false,
  tellsSmallFractions: false,
  countsExitsBeyond: false,
  namesRulesOfChanges: false,
  refusesNullChanges: false,
  lowersBelowZero: false,
  liquidatesHalted: false,
  showsCopiesToRules: false,
  alignsAnew: false,
  countsDaysOfRules: false,
  beginsWeeksOnMonday: false,
  tellsTradesApart: false,
  tellsSmallLots: false,
  closesOddLots: false,
  deniesPricesUnderATick: false,
  keepsLossesWhileActive: false,
  closesBesideCrossings: false,
  guardsRules: false,
  tellsHaltsOnce: false,
  judgesWithoutReplaced: false,
};

/** The behavior under the second rules. */
export const secondBehavior: Behavior = {
  ...firstBehavior,
  expiresWithItsDay: true,
  exitsOutliveTheirDay: true,
  deniesTargetsUnderALot: true,
  refusesUnknownSymbols: true,
  tellsCuts: true,
};

/** The behavior under the third rules. */
export const thirdBehavior: Behavior = {
  ...secondBehavior,
  shrinksTargets: true,
  refusesWeightsBeyondLeverage: true,
  closesShortsInFull: true,
};

/** The behavior under the fourth rules. */
export const fourthBehavior: Behavior = {
  ...thirdBehavior,
  judgesReductionsFirst: true,
  exitsAreReduceOnly: true,
  exitsMakeNoRoom: true,
  shrinksTargetsToHalf: true,
  namesStops: true,
  refusesOtherCodes: true,
  refusesTimesOutsideHours: true,
  expectsAnyCosts: true,
  notesLateCancels: true,
  leavesWholeLots: true,
  callsMargin: true,
  clearsDustOfTrades: true,
  appliesActions: true,
  haltsWholeDays: true,
  haltsLiquidations: true,
  endsBankrupt: true,
};

/** The behavior under the fifth rules. */
export const fifthBehavior: Behavior = {
  ...fourthBehavior,
  fillsOpenFirst: true,
  doubtsOnlyRivals: true,
  roundsPrices: true,
  clearsDustOfSplits: true,
  tellsFillPrices: true,
  tellsLoweredTrails: true,
  deniesTrailsBeyondPrice: true,
  trailsUntilTriggered: true,
  cutsAfterSplits: true,
  targetsWaitAlone: true,
  slipsBelowZero: true,
  refusesReservedGroups: true,
  splitsCrossings: true,
  refusesStrayWords: true,
  seesChangedOrders: true,
};

/** The behavior under the sixth rules. */
export const sixthBehavior: Behavior = {
  ...fifthBehavior,
  judgesFreeingFirst: true,
  judgesWhatIsTakenBack: true,
  countsOrdersOnce: true,
  keepsStateByHand: true,
  clearsDustOfDifferences: true,
  tellsSmallFractions: true,
  countsExitsBeyond: true,
  namesRulesOfChanges: true,
  refusesNullChanges: true,
  lowersBelowZero: true,
};

/** The behavior under the seventh rules. */
export const seventhBehavior: Behavior = {
  ...sixthBehavior,
  liquidatesHalted: true,
  showsCopiesToRules: true,
  alignsAnew: true,
  countsDaysOfRules: true,
  beginsWeeksOnMonday: true,
};

/** The behavior under the eighth rules. */
export const eighthBehavior: Behavior = {
  ...seventhBehavior,
  tellsTradesApart: true,
  tellsSmallLots: true,
  closesOddLots: true,
  deniesPricesUnderATick: true,
  keepsLossesWhileActive: true,
};

/** The behavior under the ninth rules. */
export const ninthBehavior: Behavior = {
  ...eighthBehavior,
  closesBesideCrossings: true,
  guardsRules: true,
  tellsHaltsOnce: true,
};

/** The behavior under the tenth rules. */
export const tenthBehavior: Behavior = { ...ninthBehavior, judgesWithoutReplaced: true };
