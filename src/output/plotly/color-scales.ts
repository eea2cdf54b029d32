import type { HeatmapTrace } from "./figure";

/**
 * Colors from bad to good around zero, which are told apart by the colour-blind: vermilion, grey, blue. Black text is readable on
 * each of them.
 */
export const aroundZero: HeatmapTrace["colorscale"] = [
  [0, "#d55e00"],
  [0.5, "#c3c8ce"],
  [1, "#1a80bf"],
];

/** Colors from low to high: cividis (Nuñez, Anderton and Renslow, 2018), made for the colour-blind. */
export const lowToHigh: HeatmapTrace["colorscale"] = [
  [0, "#00224e"],
  [0.25, "#414d6b"],
  [0.5, "#7c7b78"],
  [0.75, "#bcae6c"],
  [1, "#fee838"],
];

/** The same from high to low, for values of which the low ones are the good ones. */
export const highToLow: HeatmapTrace["colorscale"] = lowToHigh
  .map(([place, color]) => [1 - place, color] as const)
  .reverse();

/** Returns the color of a value on a scale, `#rrggbb`. `place`: where it lies, from 0 to 1; beyond these, the color of the end. */
export function colorOn(scale: HeatmapTrace["colorscale"], place: number): string {
  const share = Math.min(1, Math.max(0, place));
  const at = Math.max(
    1,
    scale.findIndex(([at]) => at >= share),
  );
  const [[from, low], [to, high]] = [scale[at - 1], scale[at]];
  const part = (share - from) / (to - from);
  const mixed = [1, 3, 5].map((digit) => {
    const [a, b] = [low, high].map((color) => Number.parseInt(color.slice(digit, digit + 2), 16));
    return Math.round(a + (b - a) * part)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}
