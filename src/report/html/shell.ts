import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { dataIsland, html, type Markup, raw } from "./markup.ts";

/** bytes */
const LARGEST = 1_000_000;

/** What a page is made of, beside what every page has. */
export interface Shell {
  readonly title: string;
  /** what stands at the top, after the name of the program */
  readonly heading: string;
  readonly nav: Markup;
  readonly main: Markup;
  readonly style: string;
  /** The page's script: it is written into the page as the text of this one function. */
  readonly client: () => void;
  /** what the script reads */
  readonly data: unknown;
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const hashOf = (text: string): string => `'sha256-${base64(sha256(utf8ToBytes(text)))}'`;

/** The text of a page's script; line ends as the browser will read them, so that the hash agrees. */
const scriptText = (client: () => void): string => `(${client.toString().replaceAll("\r\n", "\n")})();`;

/** A page for reading without a network: style, script and data stand in it, and its policy allows nothing else. */
export function renderShell({ title, heading, nav, main, style, client, data }: Shell): string {
  const script = scriptText(client);
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
  <meta name="generator" content="innate"><title>${title}</title><style>${raw(style)}</style></head>
<body><header class="top"><h1><span>innate</span> ${heading}</h1>${nav}</header><main>${main}</main>
<script type="application/json" id="data">${dataIsland(data)}</script>
<script>${raw(script)}</script></body></html>
`;
  return page.html;
}

/** The page with the most detail that is below 1 MB, else the one with the least. */
export function fitting<D>(details: readonly D[], render: (detail: D) => string): string {
  let page = "";
  for (const detail of details) {
    page = render(detail);
    if (utf8ToBytes(page).length < LARGEST) break;
  }
  return page;
}
