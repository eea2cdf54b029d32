import type { Layer } from "./layer";

/** The rooms of feeds, part of the table of the rooms. */
export const feedLayers: Readonly<Record<string, Layer>> = {
  "feeds/bars": { rooms: ["core", "errors"], typesOf: ["core/market"] },
  "feeds/source": { rooms: ["core", "core/market", "feeds/bars", "errors"], node: true },
  "feeds/found": { rooms: ["core", "core/market"], typesOf: ["feeds/bars", "feeds/source"] },
  "feeds/text": { rooms: ["core", "errors"], typesOf: ["feeds/source"], node: true },
  "feeds/columnar": { rooms: ["core", "feeds/text", "errors"], node: true },
  "feeds/read": {
    rooms: [
      "core",
      "core/market",
      "feeds/bars",
      "feeds/columnar",
      "feeds/found",
      "feeds/source",
      "feeds/text",
      "errors",
    ],
    node: true,
  },
  "feeds/chunked": {
    rooms: [
      "core",
      "core/market",
      "feeds/bars",
      "feeds/columnar",
      "feeds/found",
      "feeds/read",
      "feeds/source",
      "feeds/text",
      "errors",
    ],
    node: true,
  },
  "feeds/chance": { rooms: ["core/chance"], packages: ["seedrandom"] },
  "feeds/path": {
    rooms: ["core", "core/chance", "core/market", "feeds/bars", "feeds/chance", "feeds/source", "errors"],
  },
  "feeds/made": {
    rooms: ["core", "core/chance", "feeds/bars", "feeds/chance", "feeds/path", "feeds/read", "feeds/source", "errors"],
    typesOf: ["core/market"],
    node: true,
  },
  "feeds/shaped": {
    rooms: ["core", "core/histories", "core/market", "feeds/bars", "feeds/chance", "feeds/source", "errors"],
    node: true,
  },
  "feeds/live": {
    rooms: ["core", "core/market", "feeds/bars", "feeds/chance", "errors"],
    typesOf: ["feeds/source"],
    packages: ["ws"],
    node: true,
  },
  feeds: {
    rooms: ["core/market", "feeds/bars", "feeds/chunked", "feeds/made", "feeds/shaped", "feeds/source", "errors"],
    typesOf: ["feeds/path", "feeds/read"],
    node: true,
  },
};
