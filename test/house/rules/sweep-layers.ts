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
      "session/plan",
      "strategy",
      "strategy/indicators",
      "strategy/reach",
      "errors",
    ],
    typesOf: ["session/options"],
    packages: ["acorn", "typescript"],
    node: true,
  },
  "sweep/points": {
    rooms: ["core", "core/schedule", "run", "session/options", "session/plan", "strategy", "errors"],
    typesOf: ["feeds/source"],
  },
  "sweep/plan": {
    rooms: [
      "analysis/metrics",
      "core",
      "feeds",
      "feeds/source",
      "session/options",
      "session/plan",
      "strategy",
      "sweep/code",
      "sweep/points",
      "errors",
    ],
    typesOf: ["analysis/record", "core/engine", "core/market", "run"],
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
      "strategy/signals",
      "sweep/code",
      "sweep/plan",
      "errors",
    ],
    typesOf: ["analysis/record", "core/journal", "feeds/source"],
    packages: ["piscina"],
    node: true,
  },
  "sweep/queue": {
    rooms: ["core", "sweep/plan", "sweep/threads", "errors"],
    node: true,
  },
  "sweep/kept": {
    rooms: ["feeds", "session/plan", "store", "sweep/plan"],
    typesOf: ["analysis/metrics", "core/engine", "feeds/source"],
  },
  sweep: {
    rooms: ["core", "notebook", "run/fingerprint", "session/plan", "sweep/kept", "sweep/plan", "errors"],
    typesOf: ["store"],
    node: true,
  },
};
