import type { Layer } from "./layer";

/** The rooms of sweeps, part of the table of the rooms. */
export const sweepLayers: Readonly<Record<string, Layer>> = {
  "sweep/code": { rooms: ["strategy/reach"], typesOf: ["session/options", "strategy"] },
  "sweep/plan": {
    rooms: [
      "analysis/metrics",
      "core",
      "core/schedule",
      "feeds",
      "feeds/source",
      "run",
      "session/options",
      "session/plan",
      "strategy",
      "sweep/code",
      "errors",
    ],
    typesOf: ["analysis/record", "core/engine", "core/market"],
    node: true,
  },
  "sweep/threads": {
    rooms: [
      "analysis",
      "analysis/inference",
      "analysis/returns",
      "core",
      "core/market",
      "feeds",
      "run",
      "session/options",
      "session/plan",
      "sweep/code",
      "sweep/plan",
      "errors",
    ],
    typesOf: ["analysis/record", "feeds/source"],
    packages: ["piscina"],
    node: true,
  },
  "sweep/kept": { rooms: [], typesOf: ["analysis/metrics", "feeds/source", "session/plan", "sweep/plan"] },
};
