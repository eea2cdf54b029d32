export const names: unknown[] = [];
const same = <F extends Function>(f: F, c: ClassMethodDecoratorContext) => { names.push(c.name); return f; };
export class Seen { @same here() { return 1 } }