import type { Layer } from "./layer";

/** The rooms of sweeps, part of the table of the rooms. */
export const sweepLayers: Readonly<Record<string, Layer>> = {
  "sweep/code": { rooms: [] },
  "sweep/plan": {
    rooms: [],
    typesOf: ["analysis/metrics", "analysis/record", "core/engine", "core/market", "run", "session/plan", "sweep/code"],
  },
  "sweep/kept": { rooms: [], typesOf: ["analysis/metrics", "feeds/source", "session/plan", "sweep/plan"] },
};
