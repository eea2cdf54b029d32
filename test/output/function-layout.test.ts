import assert from "node:assert/strict";
import { layoutOfTokens } from "../../src/output/function-layout";

describe("a function that is stored as its tokens", () => {
  it("is laid out as people write it", () => {
    const tokens =
      'onBar ( { bar , params } ) { for ( let i = 0 ; i < 3 ; i ++ ) log ( "a { ; b" , i ) ; if ( bar . close > 1 ) { buy ( bar . symbol , { tag : "a" } ) ; } else { list . map ( ( x ) => { return - x ; } ) ; } const way = params . up ? 1 : - 1 ; }';
    assert.equal(
      layoutOfTokens(tokens),
      `onBar({ bar, params }) {
  for (let i = 0; i < 3; i ++) log("a { ; b", i);
  if (bar.close > 1) {
    buy(bar.symbol, { tag: "a" });
  } else {
    list.map((x) => {
      return - x;
    });
  }
  const way = params.up ? 1 : - 1;
}`.replace("i ++", "i++"),
    );
  });

  it("keeps every token, and what has line breaks already", () => {
    const tokens = "a ( b ) { c [ 1 ] ; }";
    assert.equal(layoutOfTokens(tokens).replace(/\s/g, ""), tokens.replace(/\s/g, ""));
    assert.equal(layoutOfTokens("a ( ) {\n }"), "a ( ) {\n }");
  });
});
