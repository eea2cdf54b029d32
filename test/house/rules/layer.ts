/** What the files of one room of src/ may import, beside their own room. A room is a folder of the first or second level. */
export interface Layer {
  readonly rooms: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly typesOf?: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: boolean;
}
