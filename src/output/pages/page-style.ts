/**
 * The style of pages: light or dark like the reader's system, narrow enough for a phone, and for paper of A4 or Letter.
 * `--size` of a table is the size of its text on paper.
 */
export const pageStyle = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2933; --card: #f7f8fa; --line: rgba(128,128,128,0.3); --warn: #b45309; --link: #0072b2; }
@media (prefers-color-scheme: dark) { :root { --back: #14181d; --text: #d8dee6; --card: #1b2128; --warn: #f0a44b; --link: #56b4e9; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.55 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 40px; }
h1 { font-size: 24px; margin: 8px 0 14px; overflow-wrap: anywhere; } h1 small { font-size: 15px; font-weight: normal; opacity: 0.65; margin-left: 6px; }
h2 { font-size: 18px; margin: 36px 0 8px; } h3 { font-size: 14px; opacity: 0.75; margin: 0 0 4px; overflow-wrap: anywhere; }
p { white-space: pre-line; opacity: 0.75; margin: 4px 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: 2px 20px; margin: 14px 0; } dt { opacity: 0.65; } dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 18px 0 0; padding: 8px 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); } nav a { color: var(--link); text-decoration: none; }
.warnings { margin: 12px 0; padding: 8px 12px 8px 30px; border-left: 3px solid var(--warn); background: var(--card); overflow-wrap: anywhere; }
.highlights { display: grid; grid-template-columns: repeat(auto-fill, minmax(125px, 1fr)); gap: 8px; }
.highlights div { background: var(--card); border-radius: 8px; padding: 8px 12px; display: flex; flex-direction: column; min-width: 0; } .highlights span, .highlights small { font-size: 12px; opacity: 0.7; } .highlights * { overflow-wrap: anywhere; } .highlights strong { font-size: 20px; font-weight: 600; font-variant-numeric: tabular-nums; }
.figure { background: var(--card); border-radius: 8px; padding: 8px; margin: 12px 0; overflow: hidden; } .figure.interactive { min-height: var(--height); }
.still svg { display: block; width: 100%; height: auto; max-width: 900px; margin: 0 auto; } .figure.drawn .still { display: none; }
.tables { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 16px; margin: 12px 0; } .table { max-width: 100%; min-width: 0; }
.scroll { background: var(--card); border-radius: 8px; padding: 8px; overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; } th, td { padding: 3px 9px; text-align: left; white-space: nowrap; vertical-align: top; } th { border-bottom: 1px solid var(--line); white-space: normal; vertical-align: bottom; max-width: 13em; overflow-wrap: break-word; } .n { text-align: right; } .t { white-space: normal; overflow-wrap: anywhere; min-width: 20em; } .more, .note { opacity: 0.65; font-size: 13px; }
pre { background: var(--card); border-radius: 8px; padding: 10px 12px; margin: 4px 0 12px; font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; }
footer { max-width: 1120px; margin: 0 auto; padding: 0 20px 40px; font-size: 12px; opacity: 0.6; }
@media (max-width: 600px) { td:first-child:not(.n, .k) { white-space: normal; } main { padding: 12px 10px 30px; } .figure { padding: 4px 0; margin: 10px -4px; } .figure:not(.drawn) { overflow-x: auto; } .figure:not(.drawn) .still svg { width: 680px; max-width: none; } .highlights { grid-template-columns: repeat(2, minmax(0, 1fr)); } dl { gap: 2px 12px; } th, td { padding: 3px 5px; } }
@page { margin: 14mm 12mm; }
@media print {
  :root { color-scheme: light; --back: #ffffff; --text: #1f2933; --card: transparent; --warn: #b45309; --link: #0072b2; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 9.5pt; } main { max-width: none; padding: 0; } nav, footer, #js-plotly-tester { display: none; }
  h1 { font-size: 17pt; } h2 { font-size: 13pt; margin: 16pt 0 4pt; } h3 { font-size: 9.5pt; } h1, h2, h3, p { break-after: avoid; }
  .figure { padding: 0; margin: 6pt 0; break-inside: avoid; } .figure.interactive { min-height: 0; } .figure > :not(.still) { display: none; }
  .figure.drawn .still { display: block; } .still svg { max-width: 100%; max-height: 86mm; } .tall .still svg { max-height: 225mm; }
  .highlights { grid-template-columns: repeat(4, minmax(0, 1fr)); } .highlights div { border: 1px solid var(--line); break-inside: avoid; } .highlights strong { font-size: 13pt; }
  .tables { gap: 8pt 10pt; } .tables:has(> :only-child) { display: block; } .scroll { overflow: visible; padding: 0; } table { font-size: var(--size, 8.2pt); } thead { display: table-header-group; } tr { break-inside: avoid; }
  th, td { padding: 1.5pt 3pt; white-space: normal; overflow-wrap: break-word; } td.n, td.k { white-space: nowrap; } .t { min-width: var(--text); } .short { break-inside: avoid; }
  tbody tr:nth-child(-n+2):not(:last-child) { break-after: avoid; } tbody tr:nth-last-child(-n+2):not(:first-child) { break-before: avoid; }
  pre { padding: 0 0 0 6pt; border-left: 1px solid var(--line); border-radius: 0; font-size: 7.5pt; }
}
`;
