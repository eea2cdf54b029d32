/** A model of costs, as far as it says what they depend on. */
interface Costs {
  readonly isShareOfPrice?: boolean;
}

/** Whether the costs of an order are a share of its price, which has no meaning at or below zero. `slips`: as its type says. */
export function areSharesOfPrice(
  { commission, slippage }: { readonly commission: Costs; readonly slippage: Costs },
  slips: boolean,
): boolean {
  return commission.isShareOfPrice === true || (slips && slippage.isShareOfPrice === true);
}
