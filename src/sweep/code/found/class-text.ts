import type { Class, MethodDefinition, Node, PropertyDefinition, StaticBlock } from "acorn";
import { parsed } from "../../../strategy/reach/reads";

/** The text of a class, and where parts of it are that must not be made again with it. */
export interface ClassText {
  /** Its static fields and blocks. What they hold now travels as the class's own fields. */
  readonly cuts: readonly { readonly start: number; readonly end: number }[];
  /** Names of private fields and methods of its instances, such as `#count`. */
  readonly privates: readonly string[];
  /** Names of private fields of the class itself. */
  readonly staticPrivates: readonly string[];
}

/** Returns what is known of the text of a class; `undefined` if it cannot be read. */
export function classTextOf(text: string): ClassText | undefined {
  const found = parsed(text);
  const body = found && classIn(found.program)?.body.body;
  if (found === undefined || body === undefined) return undefined;
  const fields = body.filter((one): one is PropertyDefinition => one.type === "PropertyDefinition");
  const blocks = body.filter((one): one is StaticBlock => one.type === "StaticBlock");
  const methods = body.filter((one): one is MethodDefinition => one.type === "MethodDefinition");
  const isPrivate = ({ key }: PropertyDefinition | MethodDefinition) => key.type === "PrivateIdentifier";
  const nameOf = ({ key }: PropertyDefinition | MethodDefinition) => `#${(key as { name: string }).name}`;
  const cut = [...fields.filter((one) => one.static && !isPrivate(one)), ...blocks];
  const privates = [...fields, ...methods].filter(isPrivate);
  return {
    cuts: cut.map(({ start, end }) => ({ start: start - found.offset, end: end - found.offset })),
    privates: privates.filter((one) => !one.static).map(nameOf),
    staticPrivates: privates.filter((one) => one.static && one.type === "PropertyDefinition").map(nameOf),
  };
}

function classIn(program: Node): Class | undefined {
  const [statement] = (program as { body?: readonly Node[] }).body ?? [];
  const expression = (statement as { expression?: Node } | undefined)?.expression;
  return expression?.type === "ClassExpression" ? (expression as Class) : undefined;
}
