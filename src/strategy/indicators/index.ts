export { Column, column } from "./mechanism/column";
export { sma } from "./sma";
