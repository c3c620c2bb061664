/**
 * The script of the page of a life. It is written into the page as the text of this one function, so it may refer to nothing outside
 * itself; types are gone by then. The names of the browser that it uses are declared here, as few as they are.
 */
import type { Addresses, Page } from "../../html/browser.ts";
import type { EpisodeData } from "./episode.ts";

interface PageData {
  readonly start: number;
  readonly episodes: readonly EpisodeData[];
}

declare const document: Page;
declare const location: { readonly hash: string };
declare const history: Addresses;
declare function addEventListener(type: string, listener: () => void): void;

/** Shows one episode and one step of it at a time, and keeps them in the address. */
export function client(): void {
  const { start, episodes }: PageData = JSON.parse(
    document.getElementById("data")?.textContent ?? '{"start":0,"episodes":[]}',
  );
  const articles = [...document.querySelectorAll("[data-episode]")];
  const current = { episode: start, frame: 0 };
  const times = () => episodes[current.episode]?.times ?? [];
  const clamp = (value: number, last: number) => Math.max(0, Math.min(last, Number.isFinite(value) ? value : 0));

  function show(): void {
    for (const [e, choice] of [...document.querySelectorAll("[data-choice]")].entries())
      choice.setAttribute("aria-current", String(e === current.episode));
    for (const [e, article] of articles.entries()) {
      article.classList.toggle("now", e === current.episode);
      if (e !== current.episode) continue;
      for (const [k, frame] of [...article.querySelectorAll(".frame")].entries()) {
        const now = k === current.frame;
        frame.classList.toggle("now", now);
        const status = article.querySelector(".status");
        if (now && status !== null) status.textContent = frame.getAttribute("data-status");
      }
      for (const [k, chip] of [...article.querySelectorAll(".path a")].entries())
        chip.setAttribute("aria-current", k === current.frame ? "step" : "false");
      const slider = article.querySelector("[data-slide]");
      if (slider !== null) slider.value = String(current.frame);
      const chart = article.querySelector("[data-band]");
      const mark = article.querySelector(".mark");
      const bars = Number(chart?.getAttribute("data-bars"));
      const band = Number(chart?.getAttribute("data-band"));
      mark?.setAttribute(
        "x",
        String(Number(chart?.getAttribute("data-from")) + band * Math.min(current.frame, bars - 1)),
      );
      mark?.classList.toggle("off", current.frame >= bars);
    }
  }

  /** Takes episode and step from the address: the last frame that is not after the step. */
  function read(): void {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const named = wanted.get("episode");
    const found = episodes.findIndex(({ episode }) => String(episode) === named);
    current.episode = found >= 0 ? found : start;
    const step = Number(wanted.get("step") ?? 0);
    current.frame = clamp(times().filter((time) => time <= step).length - 1, times().length - 1);
    show();
  }

  /** Shows what `current` says and writes it into the address; a held key leaves one entry in the history, not many. */
  function go(frame: number, held: boolean): void {
    current.frame = clamp(frame, times().length - 1);
    show();
    const address = `#episode=${episodes[current.episode]?.episode}&step=${times()[current.frame]}`;
    if (address === location.hash) return;
    try {
      history[held ? "replaceState" : "pushState"](null, "", address);
    } catch {
      // Some browsers limit how often the address may change; the page itself is right already.
    }
  }

  const places = (to: string): number => {
    switch (to) {
      case "first":
        return 0;
      case "previous":
        return current.frame - 1;
      case "next":
        return current.frame + 1;
      default:
        return times().length - 1;
    }
  };
  const keys: Readonly<Record<string, string>> = {
    ArrowLeft: "previous",
    ArrowRight: "next",
    Home: "first",
    End: "last",
  };
  document.addEventListener("keydown", (pressed) => {
    const to = keys[pressed.key];
    if (to === undefined || pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.shiftKey) return;
    pressed.preventDefault();
    go(places(to), pressed.repeat);
  });
  document.addEventListener("input", ({ target }) => {
    if (target !== null && target.closest("[data-slide]") !== null) go(Number(target.value), true);
  });
  document.addEventListener("click", (clicked) => {
    const button = clicked.target?.closest("[data-go]");
    if (button !== null && button !== undefined) go(places(button.getAttribute("data-go") ?? ""), false);
    const chart = clicked.target?.closest("[data-band]");
    if (chart === null || chart === undefined) return;
    const { left, width } = chart.getBoundingClientRect();
    const x =
      ((clicked.clientX - left) / width) * Number(chart.getAttribute("data-width")) -
      Number(chart.getAttribute("data-from"));
    const bar = Math.floor(x / Number(chart.getAttribute("data-band")));
    if (bar >= 0 && bar < Number(chart.getAttribute("data-bars"))) go(bar, false);
  });
  addEventListener("hashchange", read);
  addEventListener("popstate", read);
  document.documentElement.classList.toggle("js", true);
  read();
}
