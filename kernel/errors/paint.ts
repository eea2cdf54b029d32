const paints = { red: 31, green: 32, cyan: 36, faint: 2, bold: 1 } as const;

/** Colors a text for terminals and notebooks, with the same codes. */
export function paint(color: keyof typeof paints, text: string): string {
  return `\x1b[${paints[color]}m${text}\x1b[0m`;
}
