const TOKENS = `
:root{color-scheme:light dark;--back:#f7f7f5;--panel:#fff;--ink:#1c2024;--dim:#5d6670;--rule:#e2e3e1;--floor:#f1f1ee;--wall:#5b636d;
--accent:#2c5cc5;--high:#c22a1d;--medium:#9a5b00;--low:#1a659e;--good:#1a7a4b;--mark:#fff0b8;
--t0:#3b6fd1;--t1:#d9803a;--t2:#3a9a6b;--t3:#a25bb8;--t4:#c14d6d;--t5:#7a7f39;--t6:#4aa3b8;--t7:#8a6d57;
--text:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;--mono:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--back:#131518;--panel:#1b1e22;--ink:#e6e8eb;--dim:#9ba4ae;--rule:#30353b;--floor:#24282d;--wall:#707a85;
--accent:#8fb2ff;--high:#ff8577;--medium:#f1b455;--low:#74bbff;--good:#62d09b;--mark:#5a4a12;
--t0:#6f9cf0;--t1:#eba166;--t2:#5fc295;--t3:#c78ada;--t4:#e67f9b;--t5:#b4b964;--t6:#74c7da;--t7:#bd9d85}}
@media print{:root{color-scheme:light;--back:#fff;--panel:#fff;--ink:#000;--dim:#444;--rule:#bbb;--floor:#f3f3f3;--wall:#666;
--accent:#2c5cc5;--high:#b3261a;--medium:#8a5200;--low:#1a659e;--good:#1a7a4b;--mark:#fff0b8;
--t0:#3b6fd1;--t1:#d9803a;--t2:#3a9a6b;--t3:#a25bb8;--t4:#c14d6d;--t5:#7a7f39;--t6:#4aa3b8;--t7:#8a6d57}}
`;

const PAGE = `
*{box-sizing:border-box}
html{font:15px/1.5 var(--text);color:var(--ink);background:var(--back);-webkit-text-size-adjust:100%}
body,h1,h2,h3,h4,p,ul,ol,dl,dd,figure,pre{margin:0;padding:0}
ul,ol{list-style:none}
body{max-width:1240px;margin:0 auto;padding:0 24px 48px;overflow-wrap:break-word}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.of,.about,.also,.when{color:var(--dim)}
.of,.about{font-size:13px}
.top{display:flex;align-items:center;gap:6px 24px;flex-wrap:wrap;padding:12px 0 10px;border-bottom:1px solid var(--rule)}
h1{font-size:15px;font-weight:600;flex:0 1 auto;max-width:100%}
h1 span{color:var(--dim);font-weight:400;margin-right:6px}
.tabs{display:flex;gap:4px;overflow-x:auto;margin-left:auto;max-width:100%}
.tabs a,.choices a{display:flex;align-items:center;gap:7px;white-space:nowrap;padding:4px 12px;border-radius:7px;color:var(--ink);border:1px solid transparent}
.tabs a:hover,.choices a:hover{background:var(--floor);text-decoration:none}
.tabs [aria-current=true],.choices [aria-current=true]{background:var(--panel);border-color:var(--rule);font-weight:600}
.tabs .of,.choices .of{font-weight:400}
.dot{width:8px;height:8px;border-radius:50%;background:var(--good);flex:none}
.dot.high{background:var(--high)}.dot.medium{background:var(--medium)}.dot.low{background:var(--low)}
.dot.none{background:none;border:1.5px solid var(--dim)}
.verdict{padding:16px 0 14px}
.which{color:var(--dim);font-size:14px}
.which strong{color:var(--ink)}
h2{font-size:23px;line-height:1.28;font-weight:650;letter-spacing:-.012em;max-width:56em;text-wrap:pretty;margin:2px 0 8px}
.meta{display:flex;flex-wrap:wrap;gap:2px 28px;font-size:14px}
.choices a{white-space:normal}
.choices{display:flex;flex-wrap:wrap;gap:4px;margin:0 0 8px}
.finding{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,8fr);gap:0 36px;background:var(--panel);border:1px solid var(--rule);border-top:3px solid var(--dim);border-radius:10px;padding:18px 24px 14px;margin-bottom:16px}
.finding.high{border-top-color:var(--high)}.finding.medium{border-top-color:var(--medium)}.finding.low{border-top-color:var(--low)}
.finding h3{font-size:14px;font-weight:400;margin-bottom:8px}
.severity{font-size:12px;font-weight:700;letter-spacing:.05em;text-transform:uppercase;margin-right:4px}
.severity.high{color:var(--high)}.severity.medium{color:var(--medium)}.severity.low{color:var(--low)}
.claim{font-size:17px;line-height:1.42;text-wrap:pretty;margin-bottom:12px}
.figures{display:flex;flex-wrap:wrap;gap:10px 32px;padding:10px 0 12px;border-block:1px solid var(--rule)}
.figures .of{display:block}
.figures b{font-size:26px;line-height:1.2;font-weight:600;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.high .figures div:first-child b{color:var(--high)}.medium .figures div:first-child b{color:var(--medium)}.low .figures div:first-child b{color:var(--low)}
.fact{margin-top:12px}
h4{font-size:13px;font-weight:400;color:var(--dim)}
.repair p{color:var(--good)}
.place{font-size:13px;color:var(--dim)}
h1,h2,.claim,.source,.place,.lines,.fields{overflow-wrap:anywhere}
.source{font:13px/1.5 var(--mono);background:var(--floor);border-radius:6px;padding:6px 10px;margin-top:4px;white-space:pre-wrap}
`;

const REPLAY = `
.title{font-size:13px;color:var(--dim);margin-bottom:8px}
.controls{display:none;align-items:center;gap:6px;flex-wrap:wrap;margin-bottom:10px}
.controls button{font:inherit;font-size:13px;display:inline-flex;align-items:center;gap:6px;min-height:32px;padding:3px 11px;color:var(--ink);background:var(--panel);border:1px solid var(--rule);border-radius:7px;cursor:pointer}
.controls svg{fill:currentColor}
.controls button:hover{background:var(--floor)}
.status{font-size:13px;color:var(--dim);font-variant-numeric:tabular-nums;margin-left:6px}
.frame{display:grid;grid-template-columns:minmax(0,auto) minmax(170px,1fr);gap:8px 24px;align-items:start;padding:10px 0;border-top:1px solid var(--rule)}
.stage{min-width:0}
.grid{display:inline-block;line-height:0;--cell:30px}
.grid.xl{--cell:52px}.grid.l{--cell:38px}.grid.m{--cell:26px}.grid.s{--cell:18px}.grid.xs{--cell:11px}
.grid b{display:flex;font-weight:400}
.grid i{flex:none;width:var(--cell);height:var(--cell);font:500 calc(var(--cell)*.55)/var(--cell) var(--mono);text-align:center;background:var(--floor);box-shadow:inset 0 0 0 .5px var(--rule)}
.grid .w{background:var(--wall);color:transparent;box-shadow:none}
.grid .f{color:var(--dim)}
.grid .a{color:var(--accent);font-weight:800}
.grid .c{background:var(--mark)}
.under{font:13px/1.5 var(--mono);margin-top:6px}
.under span{display:block}
.lines{font:14px/1.55 var(--mono);background:var(--floor);border-radius:6px;padding:8px 12px;overflow-x:auto}
.lines mark,.c{color:inherit;background:var(--mark)}
.vector{display:block;max-width:100%;max-height:300px;min-height:120px;background:#fff;border-radius:6px}
.when{font-size:13px;color:var(--dim)}
.action{font-size:20px;line-height:1.35;font-weight:600}
.over{font-size:16px;font-weight:500}
.action b{font-weight:600;margin-left:8px;font-variant-numeric:tabular-nums}
.action .plus{color:var(--good)}.action .minus{color:var(--dim)}
.terms{font-size:13px;margin-top:2px;display:flex;flex-wrap:wrap;gap:0 14px}
.terms span{color:var(--dim)}
.terms b{font-weight:500;font-variant-numeric:tabular-nums}
.badges{display:flex;flex-wrap:wrap;gap:5px;margin:6px 0 0}
.badges:empty{display:none}
.badges li{font-size:12.5px;border:1px solid var(--rule);border-radius:99px;padding:0 9px}
.badges .bad{color:var(--high);border-color:var(--high);font-weight:600}
.badges .event{color:var(--good);border-color:var(--good)}
.fields{font-size:13px;display:flex;flex-wrap:wrap;gap:3px 14px;margin-top:10px}
.fields div{display:flex;gap:5px;border-radius:4px;padding:0 3px;margin-left:-3px}
.fields dt{color:var(--dim)}
.path{display:flex;flex-wrap:wrap;gap:4px;margin:10px 0;font-size:13px;max-height:88px;overflow-y:auto}
.path a,.path .again{display:block;padding:1px 9px;border-radius:99px;background:var(--floor);color:var(--ink)}
.path .loops a{background:none;box-shadow:inset 0 0 0 1px var(--accent)}
.path .bad a{color:var(--high);font-weight:600}
.path .again{background:none;color:var(--accent)}
.path a[aria-current=step]{background:var(--accent);color:var(--panel);text-decoration:none}
.rewards figcaption,.chart figcaption{font-size:13px;font-weight:600}
.rewards>svg{display:block;width:100%;height:auto;cursor:pointer}
.mark{display:none;fill:var(--ink);fill-opacity:.07;stroke:var(--ink);stroke-width:1.25}
.looped{fill:var(--accent);fill-opacity:.07}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:13px;color:var(--dim)}
.legend svg{margin-right:6px}
.legend li{white-space:nowrap}
`;

const PARTS = `
.parts{columns:2 480px;column-gap:48px;margin-top:8px}
.part{break-inside:avoid;padding:16px 0;border-top:1px solid var(--rule)}
.part h3{font-size:18px;font-weight:650;margin-bottom:4px}
.part>p{max-width:75ch;margin:6px 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums;margin:6px 0;width:100%}
th,td{text-align:left;vertical-align:top;padding:6px 20px 6px 0;border-bottom:1px solid var(--rule)}
thead th{font-size:13px;font-weight:400;color:var(--dim);white-space:nowrap}
tbody th{font-weight:600}
th .of{display:block;font-weight:400}
td,.worst{white-space:nowrap}
td .source,td .place{white-space:pre-wrap}
td .source{min-width:180px}
.violated .worst{color:var(--high);font-weight:600}
.bar{width:140px;min-width:80px}.bar svg{width:100%;height:9px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,230px),1fr));gap:14px 28px;margin:8px 0}
.chart{max-width:400px;break-inside:avoid}
.chart svg{display:block;max-width:100%;height:auto;margin-top:4px}
.chart:not(.map) svg{width:100%}
svg text{font-family:var(--text);font-variant-numeric:tabular-nums}
.tick{font-size:10.5px;fill:var(--dim)}.label{font-size:11px;fill:var(--dim)}
.rule{stroke:var(--rule)}.zero{stroke:var(--dim);stroke-width:.75}
.curve{fill:none;stroke:var(--accent);stroke-width:1.75;stroke-linejoin:round}
.curve.soft{stroke-width:1.25;opacity:.55}
circle.soft{fill:var(--accent);opacity:.55}
.dot circle,circle.dot{fill:var(--panel);stroke:var(--accent);stroke-width:1.75}
.band{fill:var(--accent);fill-opacity:.22}
circle.worst{fill:var(--high)}
.meant{stroke:var(--good);stroke-dasharray:4 4}
.edge{stroke-width:1.75}.edge.worst{stroke:var(--high)}.edge.best{stroke:var(--accent)}
.corner.worst{fill:var(--high)}.corner.best{fill:var(--accent)}
.mark-at{stroke:var(--ink);stroke-width:1.25}
.heat{fill:var(--accent)}
.map text{font-size:13px;fill:var(--ink)}.map .on{fill:var(--panel)}
.strip{margin:10px 0;max-width:640px;break-inside:avoid}
.strip svg{display:block;width:100%;height:auto}
.strip p{font-size:14px}
rect.good{fill:var(--good);fill-opacity:.55}rect.bad{fill:var(--high);fill-opacity:.32}
.break{stroke:var(--ink);stroke-width:1.5}
.present{fill:var(--ink)}
.t0{fill:var(--t0)}.t1{fill:var(--t1)}.t2{fill:var(--t2)}.t3{fill:var(--t3)}.t4{fill:var(--t4)}.t5{fill:var(--t5)}.t6{fill:var(--t6)}.t7{fill:var(--t7)}
details{margin:6px 0}
summary{font-size:13px;color:var(--accent);cursor:pointer}
`;

const WITH_SCRIPT = `
@media screen{
.js .audit:not(.now),.js .finding:not(.now),.js .frame:not(.now){display:none}
.js .controls{display:flex}
.js .mark:not(.off){display:block}
.js .frame{border-top:0;padding:0}
.js .once,.js .when{display:none}
}
html:not(.js) .rewards>svg{cursor:auto}
html:not(.js) .path{display:none}
html:not(.js) .audit+.audit{border-top:3px solid var(--rule);margin-top:32px}
`;

const NARROW = `
@media (max-width:860px){
.finding{grid-template-columns:minmax(0,1fr)}
.what{display:contents}
.replay{order:1;margin-top:16px}
.fact{order:2}
}
@media (max-width:560px){
body{padding:0 14px 32px}
h2{font-size:19px}
.finding{padding:14px 14px 10px}
.tabs{margin-left:0;flex-wrap:wrap;max-height:45vh;overflow-y:auto}
.tabs a{white-space:normal}
.frame{grid-template-columns:minmax(0,1fr)}
.controls button{flex:1;justify-content:center;min-height:40px}
.controls span{display:none}
.status{flex-basis:100%;margin:0}
.grid.xl{--cell:44px}.grid.l{--cell:30px}.grid.m{--cell:19px}.grid.s{--cell:11.5px}.grid.xs{--cell:5px}
th,td{padding-right:12px}
thead th{white-space:normal}
.bar{width:48px;min-width:48px}
.strip .tick,.strip .label,.rewards .tick{font-size:18px}
.stack thead{display:none}
.stack tr{display:block;border-bottom:1px solid var(--rule);padding:6px 0}
.stack th,.stack td{display:block;border:0;padding:1px 0;white-space:normal}
}
@media print{
@page{margin:14mm}
html{font-size:12px}
body{padding:0;max-width:none}
.tabs,.choices,.controls,.path,.mark,details{display:none}
.finding{display:block;border-color:#bbb}
.what{display:block}
.replay{margin-top:14px}
.rewards{max-width:640px}
.frames{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:0 18px}
.frame,.chart,.strip,.rewards,tr{break-inside:avoid}
.frame{grid-template-columns:minmax(0,1fr);align-content:start}
.grid.xl{--cell:24px}.grid.l{--cell:17px}.grid.m{--cell:12px}.grid.s{--cell:8px}.grid.xs{--cell:5px}
.parts{columns:1}
.audit+.audit{break-before:page}
h2,h3{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

/** The page's style sheet. */
export const STYLE: string = [TOKENS, PAGE, REPLAY, PARTS, WITH_SCRIPT, NARROW].join("").replaceAll("\r\n", "\n");
