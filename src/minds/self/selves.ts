import { brainLike } from "../brain-like.ts";
import { inCells } from "../cells.ts";
import { sweep } from "../planner/sweep.ts";
import { foresees } from "./foresees.ts";
import { ignores } from "./ignores.ts";

/** Minds that treat the change of their own values in the three ways that there are. */
export const ignoring = () => inCells(brainLike({ name: "brain-like-ignores", planner: ignores(sweep()) }));
export const judgingByToday = () =>
  inCells(brainLike({ name: "brain-like-judges-by-today", planner: foresees(sweep(), "today") }));
export const judgingByTomorrow = () =>
  inCells(brainLike({ name: "brain-like-judges-by-tomorrow", planner: foresees(sweep(), "tomorrow") }));
