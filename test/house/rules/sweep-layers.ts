import type { Layer } from "./layer";

/** The rooms of sweeps, part of the table of the rooms. */
export const sweepLayers: Readonly<Record<string, Layer>> = {
  "sweep/code": {
    rooms: [
      "core",
      "core/account",
      "core/models",
      "core/schedule",
      "notebook",
      "run",
      "session/options",
      "session/plan",
      "strategy",
      "strategy/indicators",
      "strategy/reach",
      "errors",
    ],
    packages: ["acorn"],
    node: true,
  },
  "sweep/plan": {
    rooms: [],
    typesOf: ["analysis/metrics", "analysis/record", "core/engine", "core/market", "run", "session/plan", "sweep/code"],
  },
  "sweep/kept": { rooms: [], typesOf: ["analysis/metrics", "session/plan", "sweep/plan"] },
};
