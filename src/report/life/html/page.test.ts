import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { INJECTION } from "../../../../test/support/hostile.ts";
import { logOf, madeUpLife } from "../../../../test/support/lives.ts";
import boatRace from "../../../cases/boat-race.ts";
import vault from "../../../cases/vault.ts";
import type { AnyCase } from "../../../core/case.ts";
import type { LifeReport } from "../report.ts";
import { renderLifeHtml } from "./index.ts";

const CHROMIUM = "/usr/bin/chromium";

function lived(subject: AnyCase, name: string, steps: number): LifeReport {
  const setting = subject.build({});
  const log = logOf(setting, name);
  for (const moment of madeUpLife(setting, steps)) log.note(moment);
  return log.report("lived");
}
const vaultLife = lived(vault, "vault", 300);
const boatLife = lived(boatRace, "boat-race", 500);

describe("the page as text", () => {
  test("stays below 1 MB however much is drawn", () => {
    const rows = Array.from({ length: 20 }, () => "#A.>".repeat(5));
    const shown = boatLife.shown.map((episode) => ({
      ...episode,
      steps: episode.steps.map((step) => ({ ...step, picture: rows })),
    }));
    const many = Array.from({ length: 3 }, () => shown).flat();
    expect(Buffer.byteLength(renderLifeHtml({ ...boatLife, shown: many }))).toBeLessThan(1_000_000);
  });

  test("has no element with its own style or handler", () => {
    expect(renderLifeHtml(vaultLife)).not.toMatch(/<[^>]+\s(style|on\w+)=/);
  });

  test("of a life that was not lived is a page all the same", () => {
    const nothing = logOf(vault.build({}), "vault").report("interrupted");
    expect(renderLifeHtml(nothing)).toContain("0 steps lived");
  });
});

describe.skipIf(!existsSync(CHROMIUM))("the page in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "innate-life-"));
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

  async function open(life: LifeReport, address = "", options: BrowserContextOptions = {}): Promise<Page> {
    const file = join(folder, `${files++}.html`);
    writeFileSync(file, renderLifeHtml(life));
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
    faults.length = 0;
    page.on("console", (message) => faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    await page.goto(`${pathToFileURL(file).href}${address}`);
    return page;
  }
  /** The text that is seen of all that a selector names. */
  const seen = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).allInnerTexts()).join("|");
  const shown = (page: Page): Promise<string> => seen(page, ".episode.now .frame.now");
  const status = (page: Page): Promise<string> => seen(page, ".episode.now .status");
  const title = (page: Page): Promise<string> => seen(page, ".episode.now h3 b");

  test("opens on the last episode that is over, with its thought on the first screen", async () => {
    const page = await open(vaultLife);
    const last = [...vaultLife.shown].reverse().find(({ end }) => end.why !== "goes on");
    expect(await title(page)).toBe(`Episode ${last?.episode}`);
    for (const selector of [".stage", ".action", ".worth", ".plan", ".others", "[data-slide]"]) {
      const box = await page
        .locator(`.episode.now .controls ${selector}, .episode.now .frame.now ${selector}`)
        .first()
        .boundingBox();
      expect((box?.y ?? 9999) + (box?.height ?? 0), selector).toBeLessThanOrEqual(800);
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  test("goes through an episode by keys, buttons and slider, and keeps the place in its address", async () => {
    const page = await open(vaultLife, "#episode=0");
    const { steps, length } = vaultLife.shown[0]!;
    expect(await status(page)).toContain(`Step 0 of ${length}`);
    expect(await shown(page)).toContain(steps[0]!.action);
    await page.keyboard.press("ArrowRight");
    expect(await status(page)).toContain(`Step 1 of ${length}`);
    await page.locator(".episode.now [data-go=last]").click();
    expect(await status(page)).toBe(`After ${length} steps`);
    await page.locator(".episode.now [data-slide]").fill("1");
    expect(new URL(page.url()).hash).toBe("#episode=0&step=1");
    await page.goBack();
    expect(await status(page)).toContain(`Step 1 of ${length}`);
    await page.locator("[data-choice]").nth(1).click();
    expect(await title(page)).toBe(`Episode ${vaultLife.shown[1]?.episode}`);
    expect(faults).toEqual([]);
    await page.close();
  });

  test("shows plan, value, what lost and why, as the step has them", async () => {
    const page = await open(vaultLife, "#episode=0&step=0");
    const text = await shown(page);
    const { thought } = vaultLife.shown[0]!.steps[0]!;
    expect(text).toContain("87.5%"); // the made-up probability of what is foreseen, 0.875
    expect(text).toContain("sure 90%");
    for (const { action } of thought?.alternatives ?? []) expect(text).toContain(action);
    expect(text).toMatch(/0\.75 less|0\.75\d+ less/); // 2 + step/300 beside 0 + 1.25
    await page.close();
  });

  test("is all there without scripts", async () => {
    const page = await open(vaultLife, "", { javaScriptEnabled: false });
    const frames = vaultLife.shown.reduce((sum, { steps }) => sum + steps.length + 1, 0);
    expect(await page.locator(".frame:visible").count()).toBe(frames);
    expect(await page.locator(".controls:visible").count()).toBe(0);
    await page.close();
  });

  test.each([320, 390, 768])("fits a screen %i wide, in the dark too", async (width) => {
    for (const life of [vaultLife, boatLife]) {
      const page = await open(life, "", { viewport: { width, height: 800 }, colorScheme: "dark" });
      // A name that the bundler of the tests does not touch: the text is run in the page.
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.close();
    }
  });

  test("what a user's names and drawings say is shown, never run", async () => {
    const [episode] = vaultLife.shown;
    const step = episode!.steps[0]!;
    const hostile: LifeReport = {
      ...vaultLife,
      case: INJECTION,
      mind: INJECTION,
      terms: [INJECTION],
      firsts: [{ what: INJECTION, step: 0, episode: 0 }],
      shown: [
        {
          ...episode!,
          why: [INJECTION],
          steps: [
            {
              ...step,
              action: INJECTION,
              picture: [INJECTION],
              state: { [INJECTION]: INJECTION },
              observation: INJECTION,
              rewards: { [INJECTION]: Number.NaN },
              happened: [INJECTION],
              thought: {
                plan: [INJECTION],
                foreseen: [{ action: INJECTION, observation: INJECTION, probability: Number.NaN, reward: Infinity }],
                value: Number.NaN,
                alternatives: [{ action: INJECTION, reward: -Infinity, later: 0, hope: 0, sure: 0 }],
                readings: { [INJECTION]: 0.5 },
              },
            },
          ],
        },
      ],
    };
    const page = await open(hostile);
    expect(await page.evaluate("window.injected")).toBeUndefined();
    expect(await shown(page)).toContain(INJECTION);
    expect(faults).toEqual([]);
    await page.close();
  });
});
