import { type ArrivedCode, arrivedCode, travelingCode } from "../../../src/sweep/code/travel";
import type { TravelingCode } from "../../../src/sweep/code/traveling-code";

/** Any function. */
export type Call = (...given: never[]) => unknown;

/** Returns a function as it arrives after a journey as JSON, with all that it reaches. */
export function there<Of extends Call>(call: Of): Of {
  const code = travelingCode({ name: "mine", onBar: call as never });
  return arrived(code).strategy.onBar as unknown as Of;
}

/** Returns what arrives of code after a journey as JSON. */
export function arrived(code: TravelingCode): ArrivedCode {
  return arrivedCode(JSON.parse(JSON.stringify(code)) as TravelingCode);
}

/** Returns the message of the error that a function throws that cannot travel. */
export function refusal(call: Call): string {
  try {
    there(call);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
