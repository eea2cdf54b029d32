/**
 * The code of a strategy and of the user's own models as plain JSON data, so that it can be hashed, signed, stored and
 * sent: texts and values, or a module's path with its SHA-256.
 */
export interface TravelingCode {
  readonly [part: string]: unknown;
}
