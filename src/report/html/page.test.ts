import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { boatNaive, boatRepaired, exactly, innocent, vaultNaive } from "../../../test/support/audits.ts";
import { hostile, INJECTION } from "../../../test/support/hostile.ts";
import type { Audit } from "../../audit/report.ts";
import { renderHtml } from "./index.ts";

const CHROMIUM = "/usr/bin/chromium";

describe("the page as text", () => {
  test("stays below 1 MB with 40 audits of long traces", () => {
    const [finding] = boatNaive.findings;
    const [step] = finding?.trace?.steps ?? [];
    if (finding?.trace === undefined || step === undefined) throw new Error("the fixture has no trace");
    const rows = Array.from({ length: 20 }, () => "#A.>".repeat(5));
    const steps = Array.from({ length: 400 }, (_, k) => ({ ...step, state: { row: k }, picture: rows }));
    const long = { ...finding, trace: { ...finding.trace, steps, stem: 400, loop: 0 } };
    const audits = Array.from({ length: 40 }, (_, k): Audit => ({ ...boatNaive, drive: `d${k}`, findings: [long] }));
    expect(Buffer.byteLength(renderHtml(audits))).toBeLessThan(1_000_000);
  });

  test("allows no network and no script but its own", () => {
    expect(renderHtml([boatNaive])).toMatch(
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; form-action 'none'">/,
    );
  });

  test("has no element with its own style or handler", () => {
    expect(renderHtml([boatNaive, vaultNaive])).not.toMatch(/<[^>]+\s(style|on\w+)=/);
  });
});

describe.skipIf(!existsSync(CHROMIUM))("the page in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "innate-page-"));
  let browser: Browser;
  const faults: string[] = [];
  let files = 0;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens the audits' page by file://; every fault of the page and every request but the page itself is noted. */
  async function open(audits: readonly Audit[], address = "", options: BrowserContextOptions = {}): Promise<Page> {
    const file = join(folder, `${files++}.html`);
    writeFileSync(file, renderHtml(audits));
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
    faults.length = 0;
    page.on("console", (message) => faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(pathToFileURL(file).href) && !url.startsWith("data:image/svg+xml,"))
        faults.push(`request: ${url}`);
    });
    await page.goto(`${pathToFileURL(file).href}${address}`);
    return page;
  }
  /** The text that is seen of all that a selector names. */
  const seen = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).allInnerTexts()).join("|");
  const shown = (page: Page): Promise<string> => seen(page, ".audit.now .finding.now .frame.now");
  const status = (page: Page): Promise<string> => seen(page, ".audit.now .finding.now .status");
  const hash = (page: Page): string => new URL(page.url()).hash;

  test("shows verdict, question, exactness and the worst finding's replay on the first screen", async () => {
    const page = await open([boatNaive, boatRepaired]);
    for (const selector of ["h2", ".meta", ".frame .stage", ".frame .action", "[data-go=next]", "[data-go=previous]"]) {
      const box = await page.locator(`.audit.now ${selector}`).first().boundingBox();
      expect(box, selector).not.toBeNull();
      expect((box?.y ?? 0) + (box?.height ?? 0), selector).toBeLessThanOrEqual(800);
    }
    expect(await seen(page, ".audit.now h2")).toBe(boatNaive.verdict);
    expect(await seen(page, ".audit.now .meta")).toMatch(/100 steps, undiscounted[\s\S]*exact over all 8 states/);
    expect(await shown(page)).toMatch(/right \+2/);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("puts the replay before what pays on a phone, and cuts no tab", async () => {
    const page = await open([boatNaive, vaultNaive, boatRepaired], "", { viewport: { width: 360, height: 740 } });
    const top = async (selector: string) =>
      (await page.locator(`.finding.now ${selector}`).first().boundingBox())?.y ?? 0;
    expect(await top(".replay")).toBeGreaterThan(await top(".figures"));
    expect(await top(".fact")).toBeGreaterThan(await top(".replay"));
    for (const tab of await page.locator(".tabs a").all()) {
      const { x = 0, width = 0 } = (await tab.boundingBox()) ?? {};
      expect(x + width).toBeLessThanOrEqual(360);
    }
    await page.close();
  });

  test("steps with the keys and keeps finding and step in the address", async () => {
    const page = await open([boatNaive, boatRepaired]);
    await page.keyboard.press("ArrowRight");
    expect(await shown(page)).toMatch(/left −1/);
    expect(hash(page)).toBe("#drive=naive&finding=loop%3Aarrow&step=1");
    for (let k = 0; k < 4; k++) await page.keyboard.press("ArrowRight");
    // Steps 0 to 4 pay 2 − 1 + 2 − 1 + 2; step 5 is the loop's second in its third pass.
    expect(await status(page)).toBe("Step 5 of 100 · loop, pass 3 of 50 · paid so far 4 · score so far 1");
    await page.reload();
    expect(await status(page)).toMatch(/^Step 5 of 100/);
    await page.keyboard.press("End");
    expect(await status(page)).toBe("Step 100 of 100 · paid so far 50 · score so far 0");
    expect(await shown(page)).toContain("the horizon is reached");
    await page.keyboard.press("ArrowRight");
    expect(hash(page)).toMatch(/step=100$/);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowLeft");
    expect(hash(page)).toMatch(/step=0$/);
    await page.goBack();
    expect(await status(page)).toMatch(/^Step 100 of 100/);
    await page.goForward();
    expect(await status(page)).toMatch(/^Step 0 of 100/);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("steps with the buttons, the actions and the bars", async () => {
    const page = await open([boatNaive]);
    await page.locator("[data-go=next]").click();
    expect(hash(page)).toBe("#finding=loop%3Aarrow&step=1");
    await page.locator("[data-go=last]").click();
    expect(hash(page)).toMatch(/step=100$/);
    await page.locator(".path a").first().click();
    expect(await status(page)).toMatch(/^Step 0 /);
    await page.locator(".rewards > svg").click({ position: { x: 400, y: 40 } });
    expect(Number(/step=(\d+)/.exec(hash(page))?.[1])).toBeGreaterThan(40);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("opens the finding and the step of an address, and switches findings and drives", async () => {
    const page = await open([innocent, vaultNaive], "#finding=stalling%3Agold&step=4");
    expect(await status(page)).toMatch(/^Step 4 of 6 · loop, pass 2 of 3/);
    await page.locator(".audit.now [data-choice]").first().click();
    expect(await seen(page, ".finding.now .claim")).toBe(vaultNaive.findings[0]?.claim);
    await page.locator("[data-tab]").first().click();
    expect(await seen(page, ".audit.now h2")).toBe(innocent.verdict);
    await page.goBack();
    expect(await seen(page, ".audit.now h2")).toBe(vaultNaive.verdict);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("opens on the most severe finding of all audits", async () => {
    const page = await open([boatRepaired, boatNaive, vaultNaive]);
    expect(await seen(page, ".audit.now h2")).toBe(vaultNaive.verdict);
    await page.close();
  });

  test("shows findings and traces of every drive with scripts off", async () => {
    const page = await open([vaultNaive, boatNaive], "", { javaScriptEnabled: false });
    const text = await seen(page, "body");
    for (const audit of [vaultNaive, boatNaive]) {
      expect(text).toContain(audit.verdict);
      for (const finding of audit.findings) expect(text).toContain(finding.claim);
    }
    for (const step of [
      /Step 0\n+enter 0/,
      /Step 1\n+take \+10/,
      /Step 3\n+leave 0/,
      /Step 0, in the loop\n+right \+2/,
    ])
      expect(text).toMatch(step);
    expect(await page.locator(".frame").evaluateAll((frames) => frames.length)).toBe(5 + 5 + 3);
    await page.close();
  });

  test.each([
    [360, "light"],
    [360, "dark"],
    [1280, "dark"],
  ] as const)("is no wider than a screen of %d in %s", async (width, colorScheme) => {
    const page = await open([vaultNaive, boatNaive], "", { viewport: { width, height: 740 }, colorScheme });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("prints every step of every audit", async () => {
    const page = await open([vaultNaive, boatNaive]);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".frame:visible").count()).toBe(5 + 5 + 3);
    expect(await page.locator(".controls:visible").count()).toBe(0);
    await page.close();
  });

  test.each(["rows", "svg"] as const)(
    "runs nothing that stands in a user's string (pictures as %s)",
    async (pictures) => {
      const audits = hostile([vaultNaive, boatNaive], pictures);
      for (const javaScriptEnabled of [true, false]) {
        const page = await open(audits, "", { javaScriptEnabled });
        expect(await page.locator("img[src=x], [onerror], [onload], script:not(#data)").count()).toBe(1); // the page's own
        expect(await seen(page, "body")).toContain(INJECTION);
        if (javaScriptEnabled) {
          await page.keyboard.press("ArrowRight");
          expect(await status(page)).toMatch(/^Step 1 of /);
          await page.reload();
          expect(await status(page)).toMatch(/^Step 1 of /);
          expect(await page.evaluate("window.injected === undefined")).toBe(true);
        }
        expect(faults).toEqual([]);
        await page.close();
      }
    },
  );

  test("numbers that are not finite leave the page whole", async () => {
    const unbounded = exactly(Infinity, "unbounded");
    const items = boatNaive.items.map((item) => ({ ...item, worst: exactly(-Infinity), best: unbounded }));
    const heat = (boatNaive.heat ?? []).map((state) => ({ ...state, value: Infinity, visits: Number.NaN }));
    const pressure = boatNaive.pressure.map((point) => ({ ...point, competence: Number.NaN, best: [Infinity] }));
    const page = await open([{ ...boatNaive, optimum: unbounded, items, heat, pressure }]);
    expect(await seen(page, "body")).toContain("unbounded below");
    expect(await page.content()).not.toMatch(/"(NaN|-?Infinity)"/);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("its policy holds: a script that is added later does not run", async () => {
    const page = await open([boatNaive]);
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { text: 'window.late = 1' }))",
    );
    expect(await page.evaluate("window.late === undefined")).toBe(true);
    await page.close();
  });
});
