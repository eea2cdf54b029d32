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
  "sweep/windows": {
    rooms: ["core", "sweep/points", "errors"],
    typesOf: ["analysis/metrics", "core/market"],
  },
  "sweep/search": { rooms: ["core", "strategy", "sweep/points", "errors"], node: true },
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
      "sweep/search",
      "sweep/windows",
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
    typesOf: ["analysis/record", "core/journal", "feeds/source", "run/parts"],
    packages: ["piscina"],
    node: true,
  },
  "sweep/queue": {
    rooms: ["core", "sweep/plan", "sweep/threads", "errors"],
    node: true,
  },
  "sweep/kept": {
    rooms: ["feeds", "run", "session/plan", "store", "sweep/plan", "sweep/windows"],
    typesOf: ["analysis/metrics", "core/engine", "feeds/source"],
    node: true,
  },
  sweep: {
    rooms: ["core", "notebook", "run/fingerprint", "session/plan", "sweep/kept", "sweep/plan", "errors"],
    typesOf: ["store"],
    node: true,
  },
};

/** The rooms of what is seen of sweeps. */
export const sweepViewLayers: Readonly<Record<string, Layer>> = {
  "views/sweep": {
    rooms: [
      "analysis/inference",
      "analysis/metrics",
      "analysis/returns",
      "analysis/surface",
      "core",
      "core/market",
      "output",
      "output/figures",
      "output/frames",
      "output/pages",
      "session/options",
      "sweep/kept",
      "views",
      "views/lab",
      "errors",
    ],
    typesOf: ["notebook", "output/plotly", "sweep/plan"],
  },
  "views/walk-forward": {
    rooms: [
      "core",
      "output",
      "output/frames",
      "output/pages",
      "sweep/kept",
      "sweep/windows",
      "views",
      "views/sweep",
      "errors",
    ],
    typesOf: ["analysis/metrics", "analysis/surface", "notebook", "output/figures", "output/plotly"],
  },
};
