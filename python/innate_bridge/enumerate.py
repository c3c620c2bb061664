"""The op "table": an environment's own table, else the one that its copies give, or why there is neither."""

from __future__ import annotations

from typing import Any

import numpy as np

from innate_bridge import exploring
from innate_bridge.environments import Environments, make_again, reset_one
from innate_bridge.errors import contract
from innate_bridge.spaces import leaves
from innate_bridge.table import NotEnumerable, Progress, Table, answer, held_against, read_table

# Most states of an environment that shows real numbers: it seldom is finite, though some states be met again, and finding out takes long.
_MOST_REAL = 10_000


def _shows_reals(environments: Environments) -> bool:
    return any(np.issubdtype(leaf.dtype, np.floating) for leaf in leaves(environments.observation.space))


def _from_its_table(environments: Environments, seeds: int, progress: Progress) -> Table | None:
    table = read_table(environments, seeds)
    if table is None:
        return None
    env = environments.copies[0]
    begin = {state for state, _ in table.starts}
    first = int(environments.action.low[0])
    actions: list[Any] = list(range(first, first + len(table.outcomes[0])))

    def start(seed: int) -> int:
        state = int(reset_one(env, seed)[0])
        if state not in begin:
            raise NotEnumerable(f"it starts in state {state}, which has no probability in its initial_state_distrib")
        return state

    held_against(table, environments, actions, start, progress)
    again = read_table(make_again(environments), seeds)
    if again is None or again.outcomes != table.outcomes or again.starts != table.starts:
        raise contract("made twice alike it has two different tables; give it what it draws while it is made (a map, a seed) by --set")
    return table


def _from_copies(environments: Environments, header: dict[str, Any], progress: Progress) -> Table:
    env = environments.copies[0]
    if env.spec is not None and env.spec.nondeterministic:
        raise NotEnumerable("it says of itself that it is not deterministic")
    actions = exploring.actions_of(environments)
    counters = exploring.counters_of(env, actions)
    most = min(header["states"], _MOST_REAL) if _shows_reals(environments) else header["states"]
    given = (environments, actions, header["seeds"], most, header.get("infos", []))
    if counters:
        table, start = exploring.enumerate_copies(*given, counters, progress)
        try:
            held_against(table, environments, actions, start, progress)
            return exploring.merged(table)
        except NotEnumerable:
            pass  # what it does depends on the step: the count is part of its state
    table, start = exploring.enumerate_copies(*given, {}, progress)
    held_against(table, environments, actions, start, progress)
    return exploring.merged(table)


def enumerate_states(
    environments: Environments, header: dict[str, Any], progress: Progress
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What the op "table" answers: see `innate_bridge.table`."""
    why = None
    try:
        table = _from_its_table(environments, header["seeds"], progress)
    except NotEnumerable as reason:
        table, why = None, str(reason)
    try:
        if table is None:
            table = _from_copies(environments, header, progress)
    except NotEnumerable as reason:
        return {"how": "none", "reason": str(reason) if why is None else f"{why}; {reason}"}, {}
    return answer(table, environments)
