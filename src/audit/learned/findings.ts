import type { Finding } from "../report.ts";
import { type Agents, type Exploit, eventStep, type ItemFound, worthOf } from "../search/exploits.ts";
import type { Play } from "../search/play.ts";
import { traceTo } from "../search/trace.ts";
import { type AnyItem, isEvent } from "../subject.ts";
import { formatCount, measureOf, number, often } from "../words.ts";
import { isKept } from "./conduct.ts";
import type { Lesson } from "./learned.ts";
import type { Lived } from "./lives.ts";
import type { LivedItem, Lives, Sampled } from "./report.ts";
import { estimate, meanOf, worthIn } from "./statistics.ts";

/** What the findings are made of. */
interface Evidence {
  /** absent where no search was made */
  readonly agents: Agents | undefined;
  readonly exploits: readonly ItemFound[];
  readonly lived: readonly Lived[];
  readonly lives: Lives;
}

/** Whether most lives ended up short of an item, paid for it no less than an agent that does what was meant. */
function isLived(play: Play, { agents, lived, lives }: Evidence, { item, found }: LivedItem): boolean {
  if (2 * found <= lives.seeds.length) return false;
  return agents === undefined ? isKept(play, lived, item) : lives.reward.low >= meanOf(agents.honest.rewards) - 1e-9;
}

const percent = ({ value }: Sampled): string => `${Number((100 * value).toFixed(1))}%`;

/** "a mind that starts from nothing (brain-like) comes to it in 4 of 5 lives, half of the way after 1,200 steps". */
function livesText({ mind, seeds }: Lives, { found, steps, seen, unseen, differs }: LivedItem): string {
  const who = `a mind that starts from nothing (${mind})`;
  const lives = seeds.length === 1 ? "life" : "lives";
  if (found === 0) return `${who} does not come to it in ${seeds.length} ${lives}`;
  const half = steps === undefined ? "" : `, half of the way after ${formatCount(Math.round(steps.value))} steps`;
  const sight =
    seen === undefined || unseen === undefined || differs !== true
      ? ""
      : `; ${percent(unseen)} of its unseen steps are such, and ${percent(seen)} of those that are seen`;
  return `${who} comes to it in ${found} of ${seeds.length} ${lives}${half}${sight}`;
}

const SAMPLED = "figures are sampled, with their 95% intervals: a lower bound on what can go wrong";

/** How often something happened in some episodes: "in all 400 episodes". */
function times(figure: Sampled, episodes: number): string {
  if (episodes === 1 || (figure.value > 0 && figure.value < 1)) return often(figure);
  return `in ${figure.value === 0 ? "none" : "all"} of ${episodes} episodes`;
}

/** What an item came to in some episodes, on its own and as a clause. */
const valueText = (item: AnyItem, figure: Sampled, episodes: number): string =>
  item.kind === "score" ? number(figure) : times(figure, episodes);
function cameTo(item: AnyItem, figure: Sampled, episodes: number): string {
  const value = valueText(item, figure, episodes);
  switch (item.kind) {
    case "never":
      return `"${item.name}" happens ${value}`;
    case "keepPossible":
      return `"${item.name}" stops being sure to be reachable ${value}`;
    case "reach":
      return `"${item.name}" is reached ${value}`;
    case "score":
      return `the score is ${value}`;
  }
}

/** The findings of one drive that a search and lives give, in the order of the intent. */
export const findingsOf = (lesson: Lesson, play: Play, evidence: Evidence): readonly Finding[] =>
  evidence.lives.items.flatMap((own) => {
    const found = evidence.exploits.find(({ item }) => item === own.item);
    if (found?.isViolated && evidence.agents !== undefined)
      return ofSearch(lesson, play, evidence.agents, evidence.lives, found, own);
    return isLived(play, evidence, own) ? [ofLives(lesson, play, evidence, own)] : [];
  });

/** By which act an exploit is done: `by "take", which changes gold`. */
function actText({ setting }: Lesson, play: Play, { end, item }: Exploit): string {
  const step = eventStep(play, end, item);
  if (step === undefined) return "";
  const changed = play.changes(step.parent!, step.action!);
  const act = setting.world.actions[step.action!]!;
  return `by "${act}"${changed.length === 0 ? "" : `, which changes ${changed.join(", ")}`}`;
}

function ofSearch(
  lesson: Lesson,
  play: Play,
  { greedy, honest }: Agents,
  lives: Lives,
  { item, exploits }: ItemFound,
  own: LivedItem,
): readonly Finding[] {
  const { setting, drive } = lesson;
  const intent = play.items[item]!;
  const { ends, rewards } = greedy[item]!;
  const figure = worthIn(
    play.items[item]!.kind === "score",
    ends.map((end) => worthOf(play, end, item)),
  );
  const gain = meanOf(rewards.map((reward, k) => reward - honest.rewards[k]!));
  const more = gain > 1e-9 ? `${number({ value: gain })} more than that one` : "as much as that one";
  const claim = `An agent that a search found falls short of what was meant: ${cameTo(intent, figure, ends.length)} (the best found that does what was meant: ${valueText(intent, own.meant, ends.length)}); it earns ${number(estimate(rewards))}, ${more}.`;
  const ids = new Map<string, number>();
  return exploits.map((exploit, k): Finding => {
    const term = exploit.term === undefined ? undefined : drive.terms[exploit.term]?.name;
    const source = term === undefined ? undefined : lesson.locate(term);
    const id = ["learned", intent.name, ...(term === undefined ? [] : [term])].join(":");
    const count = (ids.get(id) ?? 0) + 1;
    ids.set(id, count);
    const act = actText(lesson, play, exploit);
    return {
      id: count === 1 ? id : `${id}:${count}`,
      check: "learned",
      agreeing: [],
      severity: isEvent(intent) ? "high" : "medium",
      claim:
        k === 0
          ? claim
          : `Another way to the same${act === "" ? "" : `, ${act}`}: the best trace of it pays ${number({ value: exploit.pays })}.`,
      measure: measureOf(intent, {}),
      figure,
      meant: own.meant,
      trace: traceTo(
        setting,
        drive,
        play,
        exploit.end,
        "an agent that the search found",
        exploit.isMinimal ? "1-minimal, not shortest" : "shortened as far as the work allowed",
      ),
      ...(term === undefined ? {} : { term }),
      ...(source === undefined ? {} : { source }),
      notes: k === 0 ? [livesText(lives, own), SAMPLED] : [SAMPLED],
    };
  });
}

function ofLives({ setting, drive }: Lesson, play: Play, { lived, lives }: Evidence, own: LivedItem): Finding {
  const intent = play.items[own.item]!;
  const [first] = lived.flatMap(({ worst, seed }) => {
    const end = worst[own.item];
    return end === undefined ? [] : [{ end, seed }];
  });
  return {
    id: `learned:${intent.name}`,
    check: "learned",
    agreeing: [],
    severity: isEvent(intent) ? "high" : "medium",
    claim: `A mind that starts from nothing (${lives.mind}) comes to fall short of what was meant: ${cameTo(intent, own.late, 1)} in the last fifth of its lives (meant: ${valueText(intent, own.meant, 1)}); an episode pays it ${number(lives.reward)}.`,
    measure: measureOf(intent, {}),
    figure: own.late,
    meant: own.meant,
    ...(first === undefined
      ? {}
      : {
          trace: traceTo(
            setting,
            drive,
            play,
            first.end,
            `${lives.mind} in its life with seed ${first.seed}`,
            "as it was lived, not shortened",
          ),
        }),
    notes: [livesText(lives, own), SAMPLED],
  };
}
