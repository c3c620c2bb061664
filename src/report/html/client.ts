/**
 * The page's script. It is written into the page as the text of this one function, so it may refer to nothing outside itself;
 * types are gone by then. The names of the browser that it uses are declared here, as few as they are, so that no other file sees them.
 */
import type { Addresses, Page } from "./browser.ts";
import type { ReplayData } from "./replay.ts";

/** What the script knows: the audit that the page opens on, the first with the most severe finding, and all audits. */
export interface PageData {
  readonly start: number;
  readonly audits: readonly AuditData[];
}

/** One audit as the script knows it. */
export interface AuditData {
  readonly key: string;
  readonly findings: readonly ReplayData[];
}

declare const document: Page;
declare const location: { readonly hash: string };
declare const history: Addresses;
declare function addEventListener(type: string, listener: () => void): void;

/** Shows one audit, one finding and one step at a time, and keeps them in the address. */
export function client(): void {
  const { start, audits }: PageData = JSON.parse(
    document.getElementById("data")?.textContent ?? '{"start":0,"audits":[]}',
  );
  const sections = [...document.querySelectorAll("[data-audit]")];
  const current = { audit: 0, finding: 0, step: 0 };

  const replay = () => audits[current.audit]?.findings[current.finding];
  const clamp = (value: number, last: number) => Math.max(0, Math.min(last, Number.isFinite(value) ? value : 0));

  /** The frame that shows a step: the loop has each of its frames once, the end has the last. */
  const frameOf = ({ steps, stem, loop, rewards }: ReplayData, step: number) =>
    step >= steps ? rewards.length : step < stem || loop === 0 ? step : stem + ((step - stem) % loop);

  const sumTo = (data: ReplayData, values: readonly number[], step: number) => {
    let sum = 0;
    for (let k = 0; k < step; k++) sum += values[frameOf(data, k)] ?? 0;
    const [whole = "", fraction] = String(Math.round(sum * 1e6) / 1e6).split(".");
    const grouped = whole.replace("-", "−").replace(/\B(?=(\d{3})+$)/g, ",");
    return fraction === undefined ? grouped : `${grouped}.${fraction}`;
  };

  function statusOf(data: ReplayData): string {
    const { steps, stem, loop, rewards, scores } = data;
    const { step } = current;
    const parts = [`Step ${step} of ${steps}`];
    if (loop > 0 && step >= stem && step < steps)
      parts.push(`loop, pass ${Math.floor((step - stem) / loop) + 1} of ${Math.ceil((steps - stem) / loop)}`);
    parts.push(`paid so far ${sumTo(data, rewards, step)}`);
    if (scores.length > 0) parts.push(`score so far ${sumTo(data, scores, step)}`);
    return parts.join(" · ");
  }

  function show(): void {
    for (const [a, section] of sections.entries()) section.classList.toggle("now", a === current.audit);
    for (const [a, tab] of [...document.querySelectorAll("[data-tab]")].entries())
      tab.setAttribute("aria-current", String(a === current.audit));
    const section = sections[current.audit];
    const data = replay();
    if (section === undefined || data === undefined) return;
    for (const [f, choice] of [...section.querySelectorAll("[data-choice]")].entries())
      choice.setAttribute("aria-current", String(f === current.finding));
    for (const [f, article] of [...section.querySelectorAll("[data-finding]")].entries()) {
      article.classList.toggle("now", f === current.finding);
      if (f !== current.finding) continue;
      const shown = frameOf(data, current.step);
      for (const [k, frame] of [...article.querySelectorAll(".frame")].entries())
        frame.classList.toggle("now", k === Math.min(shown, data.rewards.length - (data.omitted > 0 ? 1 : 0)));
      for (const [k, chip] of [...article.querySelectorAll(".path a")].entries())
        chip.setAttribute("aria-current", k === shown ? "step" : "false");
      const status = article.querySelector(".status");
      if (status !== null) status.textContent = statusOf(data);
      const chart = article.querySelector("[data-band]");
      const band = Number(chart?.getAttribute("data-band"));
      const bars = Number(chart?.getAttribute("data-bars"));
      const mark = article.querySelector(".mark");
      mark?.setAttribute(
        "x",
        String(Number(chart?.getAttribute("data-from")) + band * Math.min(current.step, bars - 1)),
      );
      mark?.classList.toggle("off", current.step >= bars);
    }
  }

  /** Takes audit, finding and step from the address; what it does not name is the first. */
  function read(): void {
    const before = current.audit;
    const wanted = new URLSearchParams(location.hash.slice(1));
    const named = audits.findIndex(({ key }) => {
      const parts = [...new URLSearchParams(key)];
      return parts.length > 0 && parts.every(([name, value]) => wanted.get(name) === value);
    });
    const id = wanted.get("finding");
    const having = audits.findIndex(({ findings }) => findings.some((finding) => finding.id === id));
    current.audit = named >= 0 ? named : having >= 0 ? having : start;
    const findings = audits[current.audit]?.findings ?? [];
    current.finding = Math.max(
      0,
      findings.findIndex((finding) => finding.id === id),
    );
    current.step = clamp(Math.floor(Number(wanted.get("step") ?? 0)), replay()?.steps ?? 0);
    show();
    // With many audits the row of tabs is longer than the page is wide.
    if (before !== current.audit)
      document.querySelector("[data-tab][aria-current=true]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  /** Shows what `current` says and writes it into the address; a held key leaves one entry in the history, not many. */
  function go(held: boolean): void {
    show();
    const { key } = replay() ?? { key: audits[current.audit]?.key ?? "" };
    const address = `#${key}${replay() === undefined ? "" : `&step=${current.step}`}`;
    if (address === location.hash) return;
    try {
      history[held ? "replaceState" : "pushState"](null, "", address);
    } catch {
      // Some browsers limit how often the address may change; the page itself is right already.
    }
  }

  function step(to: string, held: boolean): void {
    const data = replay();
    if (data === undefined) return;
    const last = data.steps - (data.omitted > 0 ? 1 : 0);
    const places: Readonly<Record<string, number>> = {
      first: 0,
      previous: current.step - 1,
      next: current.step + 1,
      last,
    };
    current.step = clamp(places[to] ?? current.step, last);
    go(held);
  }

  const keys: Readonly<Record<string, string>> = {
    ArrowLeft: "previous",
    ArrowRight: "next",
    Home: "first",
    End: "last",
  };
  document.addEventListener("keydown", (pressed) => {
    const to = keys[pressed.key];
    if (to === undefined || pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.shiftKey) return;
    if (replay() === undefined) return;
    pressed.preventDefault();
    step(to, pressed.repeat);
  });
  document.addEventListener("click", (clicked) => {
    const button = clicked.target?.closest("[data-go]");
    if (button !== null && button !== undefined) step(button.getAttribute("data-go") ?? "", false);
    const chart = clicked.target?.closest("[data-band]");
    if (chart === null || chart === undefined) return;
    const { left, width } = chart.getBoundingClientRect();
    const x =
      ((clicked.clientX - left) / width) * Number(chart.getAttribute("data-width")) -
      Number(chart.getAttribute("data-from"));
    const bar = Math.floor(x / Number(chart.getAttribute("data-band")));
    if (bar < 0 || bar >= Number(chart.getAttribute("data-bars"))) return;
    current.step = clamp(bar, replay()?.steps ?? 0);
    go(false);
  });
  addEventListener("hashchange", read);
  addEventListener("popstate", read);
  document.documentElement.classList.toggle("js", true);
  read();
}
