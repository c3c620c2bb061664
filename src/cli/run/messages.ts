import type { Progress } from "../../audit/audit.ts";
import type { Answer as Said } from "../../audit/behaviours/answers.ts";
import type { Comparison } from "../../audit/compare/report.ts";
import type { Judgement } from "../../audit/recorded/report.ts";
import type { Audit, SourceLine, Trace } from "../../audit/report.ts";
import type { Format } from "../../bridge/write/formats.ts";
import type { WrittenProperty } from "../../bridge/write/properties.ts";
import type { Rounded } from "../../bridge/write/tra.ts";
import type { Picture, State } from "../../core/world.ts";
import type { CheckedModel, PropertyReport } from "../../report/check/report.ts";
import type { LifeReport } from "../../report/life/report.ts";
import type { Foreign } from "../load/foreign.ts";

/** Lives of a mind, by its name, and a search. */
export interface Lives {
  readonly mind: string;
  readonly steps: number;
  readonly seeds: number;
  /** other settings under which minds learn, as typed; none where empty */
  readonly from: Readonly<Record<string, string>>;
}

/** What the command line asks of a case. It is sent to the process or thread that holds the case. */
export type Task =
  | {
      readonly kind: "audit";
      readonly drives: readonly string[];
      /** what was said of the case's behaviours before */
      readonly answers: readonly Said[];
      readonly horizon?: number;
      readonly discount?: number;
      readonly average?: boolean;
      readonly states?: number;
      readonly bytes: number;
      /** beside the exact answer or in its place */
      readonly learned?: Lives;
      /** the same for an environment of which nothing exact can be known */
      readonly standIn?: Lives;
      /** milliseconds for all of it */
      readonly time: number;
    }
  | {
      readonly kind: "compare";
      readonly drives: readonly [string, string];
      readonly horizon?: number;
      readonly discount?: number;
      readonly states?: number;
      readonly bytes: number;
    }
  | LiveTask
  | ExportTask
  | CheckTask
  | JudgeTask
  | { readonly kind: "show"; readonly states?: number }
  | {
      readonly kind: "replay";
      readonly drive: string;
      readonly settings: Readonly<Record<string, number | string>>;
      readonly trace: Trace;
    };

/** A case written as a model. */
export interface ExportTask {
  readonly kind: "export";
  readonly format: Format;
  /** all where empty */
  readonly drives: readonly string[];
  /** the files that are written, without what their names end in */
  readonly stem: string;
  /** a folder, not there yet, in which they stand until they are whole; whoever asks removes it */
  readonly scratch: string;
  /** whether files that are there already are written over */
  readonly force: boolean;
  readonly horizon?: number;
  readonly discount?: number;
  readonly average?: boolean;
  readonly states?: number;
  readonly bytes: number;
}

/** A task on a case. */
export type CaseTask = Exclude<Task, CheckTask>;

/** What is asked of a model checker: of a model, and not of the case that a bridge makes of it. */
export interface CheckTask {
  readonly kind: "check";
  readonly properties?: { readonly file: string; readonly name: string };
  /** names of properties, or properties as typed; all of the file where empty */
  readonly wanted: readonly string[];
  readonly exact: boolean;
  readonly states?: number;
  readonly bytes: number;
}

/** What was written of a case. */
export interface Exported {
  readonly format: Format;
  /** the model's first, that of its properties last */
  readonly files: readonly string[];
  readonly question: string;
  readonly states: number;
  readonly choices: number;
  readonly transitions: number;
  readonly rewards: readonly string[];
  readonly labels: readonly string[];
  readonly properties: readonly WrittenProperty[];
  readonly rounded: Rounded;
  /** whether an agent of the world sees less than its states */
  readonly isHidden: boolean;
}

/** What is left out is as in the life that is resumed, else the mind `brain-like`, the case's first drive, seed 0. */
export interface LiveTask {
  readonly kind: "live";
  readonly steps: number;
  readonly mind?: string;
  readonly drive?: string;
  /** by field, other minds that live there: MIND or MIND/DRIVE */
  readonly others: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly horizon?: number;
  readonly discount?: number;
  /** files: where the moments go, where the life is saved, and where it was saved before */
  readonly record?: string;
  readonly save?: string;
  readonly resume?: string;
  /** milliseconds after which it is interrupted */
  readonly time?: number;
}

/** Recorded trajectories, to be held against the case; `drive` is the one that paid, else as they say, else the case's first. */
export interface JudgeTask {
  readonly kind: "judge";
  readonly files: readonly string[];
  readonly drive?: string;
  /** the interpreter that reads datasets */
  readonly python?: string;
  /** a file with drives and an intent, as typed, for what was recorded in an environment */
  readonly with?: string;
}

/** A task with the case that it is for. */
export interface Order<T extends Task = Task> {
  readonly task: T;
  /** what the case goes by: the id of the library's, or the file as the user may type it */
  readonly name: string;
  /** the user's file; absent for a case of the library */
  readonly file?: string;
  /** what a bridge opens, in place of a file */
  readonly foreign?: Foreign;
  /** `--set name=value` as typed */
  readonly settings: Readonly<Record<string, string>>;
}

/** Who is at fault that a task has no answer; `internal` is Innate itself. */
export type Blame = "case" | "undecided" | "usage" | "internal";
export interface Failure {
  readonly blame: Blame;
  readonly message: string;
}

export interface Shown {
  readonly case: string;
  readonly world: string;
  readonly settings: Readonly<Record<string, number | string>>;
  readonly parameters: readonly {
    readonly name: string;
    readonly value: string;
    readonly range: string;
    readonly about?: string;
  }[];
  readonly fields: readonly {
    readonly name: string;
    readonly kind: string;
    readonly expected: string;
    readonly role?: string;
  }[];
  readonly actions: readonly string[];
  readonly horizon?: number;
  readonly discount?: number;
  readonly average: boolean;
  readonly phases: readonly number[];
  readonly hidden: boolean;
  /** fields that a sensor shows and that have a truth beside it */
  readonly truth: readonly string[];
  /** whether the world says when it is seen, and when the agent is switched off */
  readonly seen: boolean;
  readonly shutdown: boolean;
  /** names of the world's signals, which drives may foresee */
  readonly signals: readonly string[];
  /** whether a mind is told the rewards that it is paid */
  readonly rewardObserved: boolean;
  /** the first of the starts; all of them where the world was enumerated */
  readonly start: {
    readonly count?: number;
    readonly shown: readonly {
      readonly state: State;
      readonly picture: Picture;
      /** absent where the world was not enumerated */
      readonly probability?: number;
    }[];
  };
  readonly drives: readonly {
    readonly name: string;
    readonly expects?: readonly string[];
    /** what its terms read of thoughts: how likely a signal is within so many steps */
    readonly readings: readonly { readonly name: string; readonly signal: string; readonly within: number }[];
    readonly terms: readonly { readonly name: string; readonly weight: string; readonly source?: SourceLine }[];
  }[];
  readonly intent: readonly { readonly kind: string; readonly name: string }[];
  /** states that the fields can describe; Infinity where one is real */
  readonly described: number;
  /** counts of the enumerated world, or why it has none */
  readonly sizes: { readonly states: number; readonly stateActions: number; readonly transitions: number } | string;
}

/** What a task answers: audits one by one, perhaps first the exact part of each, a model and its properties one by one, one description, or how far a life has come, the last time when it is over. */
export type Answer =
  | { readonly kind: "audit"; readonly audit: Audit; readonly isWhole: boolean }
  | { readonly kind: "compare"; readonly comparison: Comparison }
  | { readonly kind: "life"; readonly report: LifeReport; readonly isLast: boolean }
  | { readonly kind: "model"; readonly model: CheckedModel }
  | { readonly kind: "property"; readonly property: PropertyReport }
  | { readonly kind: "judge"; readonly judgement: Judgement }
  | { readonly kind: "show"; readonly shown: Shown }
  | { readonly kind: "export"; readonly exported: Exported }
  | { readonly kind: "replay"; readonly steps: number };

/** Stands between two answers of a task that lets itself be stopped. */
export interface Pause {
  readonly kind: "pause";
}

/** How whoever asked follows a task, and stops it. */
export interface Progressing {
  readonly onProgress: (progress: Progress) => void;
  /** Whether the task was asked to end by itself; known after a pause. */
  readonly isStopped: () => boolean;
}

/** What the process or thread that does a task is sent while it does. */
export type Request = { readonly kind: "stop" };

/** What the process or thread that does a task sends while it does. */
export type Message =
  | Answer
  | { readonly kind: "phase"; readonly phase: "import" | "audit" }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "done" };

/** Why a run was ended from outside the user's code, as its watchdog or its exit saw it. */
export type Ended =
  | {
      readonly kind: "limit";
      readonly limit: "time" | "memory" | "silence";
      readonly phase: "import" | "audit";
      /** milliseconds since the audit last reported progress */
      readonly silent: number;
      /** resident bytes that came since then */
      readonly grown: number;
      /** where the user's code stood; null where it was not running, undefined where that could not be learnt */
      readonly at?: { readonly url: string; readonly line: number; readonly call: string } | null;
    }
  | { readonly kind: "exit"; readonly call: string; readonly at: string };

/** Limits on one run. */
export interface Limits {
  /** milliseconds for the whole task, and for importing the file */
  readonly time: number;
  readonly importTime: number;
  /** bytes resident in the process */
  readonly memory: number;
}
