const made = new WeakSet<object>();

/** Marks a model or rule as made by paperlab: its name and params tell all there is to know of it. Freezes it. */
export function own<Made extends object>(model: Made): Readonly<Made> {
  made.add(model);
  return Object.freeze(model);
}

/** Whether a model or rule was made by paperlab. */
export function isOwn(model: object): boolean {
  return made.has(model);
}
