/** What the page of a life has beside the style of every report. */
export const LIFE_STYLE = `
.episode{display:block;border-top-color:var(--accent)}
.episode h3{font-size:15px}
.episode h3 .of{margin-left:10px}
@media (min-width:561px){
.episode .frame{grid-template-columns:minmax(0,auto) minmax(0,1fr);gap:8px 32px}
.episode .stage{min-width:200px;max-width:340px}
}
.controls input{flex:1 1 160px;min-width:120px;accent-color:var(--accent)}
.gap{font-size:13px;color:var(--dim);padding:8px 0;text-align:center}
.js .gap{display:none}
.episode .rewards{max-width:720px}
.life .parts{columns:1}
.course .chart{max-width:820px}
.course th,.course td{white-space:nowrap}
.course table{width:auto}
.course .harm{color:var(--high);font-weight:600}
.thought{display:flex;flex-wrap:wrap;gap:12px 48px;margin-top:12px;padding-top:10px;border-top:1px solid var(--rule)}
.thought>*{flex:1 1 280px;min-width:0;max-width:100%}
.thought p+h4,.thought dl+h4{margin-top:10px}
.worth{font-size:17px;font-variant-numeric:tabular-nums}
.plan{display:grid;grid-template-columns:auto minmax(0,1fr) auto auto;gap:2px 16px;font-size:14px;max-width:460px}
.plan li{display:contents}
.plan span{color:var(--dim);overflow-wrap:anywhere}
.plan b{font-weight:600}
.plan i{font-style:normal;text-align:right;font-variant-numeric:tabular-nums}
.others{width:auto;margin:2px 0}
.others td,.others th{padding:2px 16px 2px 0;border:0}
.others td:nth-of-type(4){white-space:normal;min-width:8em}
.others tbody th{font-weight:500}
.sees{font-size:14px}
.firsts{font-size:14px;columns:2 260px}
`;
