"""
The table of a finite environment: for each state and action what may follow, as the environment says it (`P`, as toy text has it)
or as copies of it do it.

The op "table" answers with `how` "table" or "copies", `states`, `actions`, and the arrays

    rows            int32 [states * actions + 1]: where the outcomes of each state and action begin
    next            int32 [outcomes]; probabilities, rewards float64 [outcomes]; terminated uint8 [outcomes]
    starts          int32 [starts]; startProbabilities float64 [starts]
    observations    [states, observationWidth]
    parts           float64 [states, partNames], where the environment says what its states are made of (`partNames`)
    info:NAME       float64 [outcomes] for each number of `infos`, by copies only

with `seeds`, how many starts were sampled (null where the environment says how it starts), `steps`, how many of its steps the table
was held against, `horizon`, where the environment cuts off by itself, and `map`, rows of letters, one for each state. Or with `how`
"none" and `reason`, why it cannot be enumerated.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import gymnasium
import numpy as np

from innate_bridge.environments import Environments, checked_step, reset_one
from innate_bridge.errors import contract
from innate_bridge.spaces import brief

Outcome = tuple[float, int, float, bool]  # probability, next state, reward, whether the episode ends
Progress = Callable[[dict[str, Any]], None]

# Steps in which a table is held against what the environment does: for each pair of state and action, in all, and in one episode.
_STEPS_EACH = 20
_LEAST_STEPS = 2000
_MOST_STEPS = 20_000
_LONGEST = 10_000


@dataclass
class Table:
    """What may follow each state and action; by state the row of the observation that it shows."""

    how: Literal["table", "copies"]
    outcomes: list[list[list[Outcome]]]
    starts: list[tuple[int, float]]
    observations: np.ndarray
    seeds: int | None = None
    steps: int = 0
    horizon: int | None = None
    infos: list[list[dict[str, float]]] = field(default_factory=list)


class NotEnumerable(Exception):
    """Why an environment has no table."""


def _entry(state: int, action: int, entry: Any, count: int) -> Outcome:
    where = f"P[{state}][{action}]"
    if not isinstance(entry, (tuple, list)) or len(entry) != 4:
        raise contract(f"{where} holds {brief(entry)}, expected (probability, next state, reward, terminated)")
    probability, following, reward, terminated = entry
    try:
        outcome = (float(probability), int(following), float(reward), bool(terminated))
    except (TypeError, ValueError):
        raise contract(f"{where} holds {brief(entry)}, expected (probability, next state, reward, terminated)") from None
    if not 0 <= outcome[0] <= 1:
        raise contract(f"{where} holds the probability {brief(probability)}, expected a number from 0 to 1")
    if not 0 <= outcome[1] < count:
        raise contract(f"{where} leads to state {brief(following)}, expected one from 0 to {count - 1}")
    if not np.isfinite(outcome[2]):
        raise contract(f"{where} pays {brief(reward)}, expected a finite number")
    return outcome


def _read_outcomes(table: Any, states: int, actions: range) -> list[list[list[Outcome]]]:
    outcomes = []
    for state in range(states):
        rows = []
        for action in actions:
            try:
                entries = table[state][action]
            except (KeyError, IndexError, TypeError):
                raise contract(f"its table P has no P[{state}][{action}]") from None
            rows.append([_entry(state, action, entry, states) for entry in entries])
        outcomes.append(rows)
    return outcomes


def read_table(environments: Environments, seeds: int) -> Table | None:
    """The table that an environment has as `P`; None where it has none, or its states are not what it shows."""
    env = environments.copies[0]
    table = getattr(env.unwrapped, "P", None)
    shown, acts = env.observation_space, env.action_space
    if not isinstance(table, (dict, list)) or not isinstance(acts, gymnasium.spaces.Discrete):
        return None
    if not isinstance(shown, gymnasium.spaces.Discrete) or shown.start != 0 or len(table) != shown.n:
        return None
    count = len(table)
    outcomes = _read_outcomes(table, count, range(int(acts.start), int(acts.start + acts.n)))
    starts = getattr(env.unwrapped, "initial_state_distrib", getattr(env.unwrapped, "isd", None))
    observations = np.arange(count).reshape(-1, 1)
    if starts is None:
        return Table("table", outcomes, _sampled_starts(env, seeds), observations, seeds)
    weights = np.asarray(starts, np.float64)
    if weights.shape != (count,) or not np.all(weights >= 0):
        raise contract(f"its initial_state_distrib is {brief(starts)}, expected {count} probabilities")
    return Table("table", outcomes, [(int(k), float(weights[k])) for k in np.flatnonzero(weights)], observations)


def _sampled_starts(env: gymnasium.Env, seeds: int) -> list[tuple[int, float]]:
    found = [int(reset_one(env, seed)[0]) for seed in range(seeds)]
    return [(state, found.count(state) / seeds) for state in sorted(set(found))]


def _matching(
    outcomes: list[Outcome], table: Table, row: np.ndarray, reward: float, terminated: bool
) -> int | None:
    """The next state of an outcome that a step had; None where the table has no such outcome."""
    for probability, following, pays, ends in outcomes:
        same = pays == reward and ends == terminated and np.array_equal(table.observations[following], row)
        if probability > 0 and same:
            return following
    return None


def _chosen(table: Table, state: int, tried: np.ndarray, is_lasting: bool) -> int:
    """The action that was tried least; in every other episode one that does not end it, where there is one."""
    ends = np.array([all(outcome[3] for outcome in outcomes) for outcomes in table.outcomes[state]])
    return int(np.lexsort((tried[state], ends if is_lasting else np.zeros_like(ends)))[0])


def held_against(
    table: Table, environments: Environments, actions: list[Any], start: Callable[[int], int], progress: Progress
) -> None:
    """
    Holds a table against what the environment does, in episodes that take what was tried least, or go on as long as they can; counts
    the steps, and finds out after how many the environment cuts off by itself.

    :param start: the state in which the environment is after it was reset with a seed
    :raises NotEnumerable: if it does what the table does not say
    """
    env, layout = environments.copies[0], environments.observation
    tried = np.zeros((len(table.outcomes), len(actions)), np.int64)
    limit = min(_MOST_STEPS, max(_LEAST_STEPS, _STEPS_EACH * tried.size))
    for seed in itertools.count():
        state, length, is_over = start(seed), 0, False
        while not is_over and length < _LONGEST:
            action = _chosen(table, state, tried, seed % 2 == 1)
            tried[state, action] += 1
            observation, reward, terminated, truncated, _ = checked_step(env, actions[action])
            table.steps += 1
            length += 1
            is_over = terminated or truncated
            row, outcomes = layout.rows([observation])[0], table.outcomes[state][action]
            following = _matching(outcomes, table, row, reward, is_over)
            if following is None and truncated and not terminated:
                following = _matching(outcomes, table, row, reward, False)
                if table.horizon not in (None, length):
                    raise NotEnumerable(f"it cuts episodes off itself, once after {table.horizon} steps and once after {length}")
                table.horizon = length
            if following is None:
                raise NotEnumerable(
                    f"step does what its table does not say: in state {state}, action {brief(actions[action])} led to "
                    f"{brief(observation)}, paid {reward:g} and {'ended' if is_over else 'did not end'} the episode"
                )
            state = following
            if table.steps >= limit:
                return
        progress({"states": len(table.outcomes), "open": 0})


def parts_of(env: gymnasium.Env, states: int) -> tuple[list[str], np.ndarray] | None:
    """
    What the states of an environment are made of, where it says so: by `encode` and `decode` (Taxi), whose parameters are names;
    by `nrow` and `ncol` (FrozenLake) or a `shape` of two (CliffWalking), as row and column.
    """
    base = env.unwrapped
    encode, decode = getattr(base, "encode", None), getattr(base, "decode", None)
    if callable(encode) and callable(decode):
        try:
            names = list(inspect.signature(encode).parameters)
            values = [[int(part) for part in decode(state)] for state in range(states)]
            if all(len(row) == len(names) and int(encode(*row)) == state for state, row in enumerate(values)):
                return names, np.asarray(values, np.float64)
        except Exception:  # noqa: BLE001 - an encode of another meaning
            pass
    shape: Any = getattr(base, "shape", None)
    sides = shape if isinstance(shape, tuple) else (getattr(base, "nrow", None), getattr(base, "ncol", None))
    if len(sides) == 2 and all(isinstance(side, (int, np.integer)) for side in sides) and np.prod(sides) == states:
        rows, columns = np.unravel_index(np.arange(states), sides)
        return ["row", "column"], np.stack([rows, columns], 1).astype(np.float64)
    return None


def map_of(env: gymnasium.Env, states: int) -> list[str] | None:
    """The rows of the map that an environment has as `desc`, a letter for each of its states (FrozenLake)."""
    desc = getattr(env.unwrapped, "desc", None)
    if not isinstance(desc, np.ndarray) or desc.ndim != 2 or desc.size != states or desc.dtype.kind not in "SU":
        return None
    return ["".join(row) for row in desc.astype(str).tolist()]


def answer(table: Table, environments: Environments) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """A table as header and arrays."""
    env = environments.copies[0]
    count = len(table.outcomes)
    flat = [outcome for rows in table.outcomes for outcomes in rows for outcome in outcomes]
    sizes = [len(outcomes) for rows in table.outcomes for outcomes in rows]
    parts = parts_of(env, count) if table.how == "table" else None
    infos = [info for rows in table.infos for info in rows]
    names = sorted({name for info in infos for name in info})
    arrays: dict[str, np.ndarray] = {
        "rows": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
        "next": np.array([outcome[1] for outcome in flat], np.int32),
        "probabilities": np.array([outcome[0] for outcome in flat], np.float64),
        "rewards": np.array([outcome[2] for outcome in flat], np.float64),
        "terminated": np.array([outcome[3] for outcome in flat], np.uint8),
        "starts": np.array([state for state, _ in table.starts], np.int32),
        "startProbabilities": np.array([probability for _, probability in table.starts], np.float64),
        "observations": table.observations.astype(environments.observation.dtype),
        **({} if parts is None else {"parts": parts[1]}),
        **{f"info:{name}": np.array([info.get(name, 0.0) for info in infos], np.float64) for name in names},
    }
    return {
        "how": table.how,
        "states": count,
        "actions": len(table.outcomes[0]),
        "seeds": table.seeds,
        "steps": table.steps,
        "horizon": table.horizon,
        "partNames": None if parts is None else parts[0],
        "infoNames": names,
        "map": map_of(env, count),
    }, arrays
