import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../src/audit/index.ts";
import { CASES } from "../src/cases/index.ts";
import { beginLife } from "../src/core/index.ts";
import { MINDS } from "../src/minds/index.ts";

/** Steps of the lives that are compared. */
const LIVED = 200;
const CHROMIUM = "/usr/bin/chromium";
const root = new URL("../", import.meta.url);

const importMap = {
  imports: {
    ...Object.fromEntries(
      ["distribution/uniformFloat64", "generator/xoroshiro128plus"].map((path) => [
        `pure-rand/${path}`,
        `/node_modules/pure-rand/lib/esm/${path}.js`,
      ]),
    ),
    "@noble/hashes/": "/node_modules/@noble/hashes/",
  },
};
/** The one page of the server: it maps the package's bare imports to the installed files, can audit a case, and let a mind live in one. */
const PAGE = `<!doctype html>
<script type="importmap">${JSON.stringify(importMap)}</script>
<script type="module">
  import { audit } from "/dist/audit/index.js";
  import { CASES } from "/dist/cases/index.js";
  const finite = (_, part) => (typeof part === "number" && !Number.isFinite(part) ? String(part) : part);
  window.auditText = async (name) =>
    JSON.stringify([...audit((await CASES[name]()).default, { name })], finite);
  import { beginLife } from "/dist/core/index.js";
  import { MINDS } from "/dist/minds/index.js";
  window.lifeText = async (name, mind, steps) => {
    const { world, drives } = (await CASES[name]()).default.build({});
    const life = beginLife(world, Object.values(drives).at(-1), MINDS[mind](), { seed: 1 });
    return JSON.stringify([...life.live(steps)], finite);
  };
</script>`;

/** Serves the built package, as it is, to a page. */
function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/") return response.setHeader("content-type", "text/html").end(PAGE);
    const file = fileURLToPath(new URL(`.${path}`, root));
    if (!existsSync(file)) return response.writeHead(404).end();
    return response.setHeader("content-type", "text/javascript").end(readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

/** Text that keeps every bit of every number. */
const exactText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "number" && !Number.isFinite(part) ? String(part) : part,
  );

describe.skipIf(!existsSync(CHROMIUM))("the built package in a browser", () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    server = await serve();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    });
    page = await browser.newPage();
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("expected a port");
    await page.goto(`http://127.0.0.1:${address.port}/`);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  // The shopkeeper takes minutes.
  test.each(Object.keys(CASES).filter((name) => name !== "shopkeeper"))(
    "audits %s to the same bits as here",
    async (name) => {
      const here = exactText([...audit((await CASES[name]!()).default, { name })]);
      expect(await page.evaluate(`auditText(${JSON.stringify(name)})`)).toBe(here);
    },
  );

  test.each(Object.keys(MINDS))("a mind %s lives in bystander to the same bits as here", async (name) => {
    const { world, drives } = (await CASES.bystander!()).default.build({});
    const life = beginLife(world, Object.values(drives).at(-1)!, MINDS[name]!(), { seed: 1 });
    const here = exactText([...life.live(LIVED)]);
    expect(await page.evaluate(`lifeText("bystander", ${JSON.stringify(name)}, ${LIVED})`)).toBe(here);
  });
});
