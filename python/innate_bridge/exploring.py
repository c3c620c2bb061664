"""The table of an environment that is finite, deterministic and can be copied: every copy in every state takes every action."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import gymnasium
import numpy as np

from innate_bridge.canonical import Snapshot, Unreadable, attributes, put_back, snapshot
from innate_bridge.environments import Environments, checked_step, copied, reset_one
from innate_bridge.errors import BridgeError, contract
from innate_bridge.infos import numbers
from innate_bridge.spaces import brief, leaves, limits
from innate_bridge.table import NotEnumerable, Outcome, Progress, Table

MOST_ACTIONS = 1000
_PROBE = 6  # steps
_EVERY = 0.2  # seconds between signs of progress
# States after which an environment none of whose steps led to a known state is taken to have infinitely many.
_ALL_NEW = 1000


def actions_of(environments: Environments) -> list[Any]:
    """
    Every action of an environment, in the order of its numbers.

    :raises NotEnumerable: if there are too many, or they are real numbers
    """
    space = environments.action.space
    ranges = []
    for leaf in leaves(space):
        if isinstance(leaf, gymnasium.spaces.Box):
            raise NotEnumerable(f"its actions are not finite in number: {brief(leaf)}")
        low, high = limits(leaf)
        ranges += [range(int(least), int(most) + 1) for least, most in zip(low, high)]
    count = int(np.prod([len(values) for values in ranges], dtype=np.float64))
    if count > MOST_ACTIONS:
        raise NotEnumerable(f"it has {count:,} actions, more than {MOST_ACTIONS:,}")
    return environments.action.elements(np.array(list(itertools.product(*ranges)), np.int64).reshape(-1))


def counters_of(env: gymnasium.Env, actions: list[Any]) -> dict[str, int]:
    """Attributes that count the steps of an episode, and their values at its start: they grow by one in every step of a few probes."""
    found: dict[str, int] | None = None
    for choice in (0, -1):
        reset_one(env, 0)
        before = {name: value for name, value in attributes(env) if type(value) is int}
        steady = before if found is None else {name: value for name, value in found.items() if before.get(name) == value}
        for count in range(1, _PROBE + 1):
            _, _, terminated, truncated, _ = checked_step(env, actions[choice])
            now = dict(attributes(env))
            steady = {name: value for name, value in steady.items() if now.get(name) == value + count}
            if terminated or truncated:
                break
        found = steady
    return found or {}


@dataclass
class _State:
    """A state that is still to be explored: an environment in it, and what that is."""

    number: int
    env: gymnasium.Env
    now: Snapshot


class _Known:
    """The states met so far, by key, and what of them varies."""

    def __init__(self, environments: Environments, counters: dict[str, int], most: int) -> None:
        self.environments = environments
        self.counters = counters
        self.without = frozenset(counters)
        self.most = most
        self.numbers: dict[bytes, int] = {}
        self.rows: list[np.ndarray] = []
        self.frontier: deque[_State] = deque()
        self.values: dict[str, set[bytes]] = {}

    def row(self, observation: Any) -> np.ndarray:
        return self.environments.observation.rows([observation])[0]

    def snapshot(self, env: gymnasium.Env) -> Snapshot:
        try:
            return snapshot(env, self.without)
        except Unreadable as error:
            raise NotEnumerable(str(error)) from None

    def number_of(self, env: gymnasium.Env, now: Snapshot, row: np.ndarray, ended: bool) -> int:
        """The number of a state, with what it shows; a new one is explored later, with the environment itself."""
        key = now.key(row.tobytes() + bytes([ended]))
        number = self.numbers.get(key)
        if number is not None:
            return number
        number = self.numbers[key] = len(self.rows)
        if number >= self.most:
            raise NotEnumerable(f"it has more than {self.most:,} states; {self.what_varies()}")
        self.rows.append(row)
        for name, digest in now.parts.items():
            self.values.setdefault(name, set()).add(digest)
        if not ended:
            put_back(env, self.counters)
            self.frontier.append(_State(number, env, now))
        return number

    def what_varies(self) -> str:
        counts = sorted(((len(values), name) for name, values in self.values.items() if len(values) > 1), reverse=True)
        return "what varies most: " + ", ".join(f"{name} ({count} values)" for count, name in counts[:3])


def _told(result: tuple[Any, ...]) -> str:
    observation, reward, terminated = result[:3]
    return f"{brief(observation)}, reward {reward}, {'terminated' if terminated else 'not terminated'}"


def _step_twice(state: _State, action: Any, known: _Known) -> tuple[gymnasium.Env, Snapshot, tuple[Any, ...]]:
    """A copy that took an action, what it is then, and what `step` returned; a second copy has to do the same, and neither to draw."""
    once, again = copied(state.env), copied(state.env)
    first = checked_step(once, action)
    after = known.snapshot(once)
    shown = known.rows[state.number]
    where = f"where it shows {brief(shown.tolist() if shown.size != 1 else shown[0].item())}, action {brief(action.tolist() if isinstance(action, np.ndarray) else action)}"
    if after.generators != state.now.generators:
        raise NotEnumerable(f"step draws random numbers ({where})")
    second = checked_step(again, action)
    alike = np.array_equal(known.row(first[0]), known.row(second[0])) and first[1:4] == second[1:4]
    if not alike or known.snapshot(again).parts != after.parts:
        raise contract(
            f"it is not deterministic: {where} led to {_told(first)} and, from a copy of the same state, to {_told(second)}; "
            "an environment draws from self.np_random, or is registered with nondeterministic=True"
        )
    return once, after, first


def enumerate_copies(
    environments: Environments,
    actions: list[Any],
    seeds: int,
    most: int,
    infos: list[str] | Literal[True],
    counters: dict[str, int],
    progress: Progress,
) -> tuple[Table, Callable[[int], int]]:
    """
    The table of an environment, and the function that resets it with a seed and says in which state it then is.

    :raises NotEnumerable: if it has too many states, draws random numbers or cannot be copied
    :raises BridgeError: if it is not deterministic and does not say so
    """
    env = environments.copies[0]
    known = _Known(environments, counters, most)

    def start(seed: int) -> int:
        observation, _ = reset_one(env, seed % seeds)
        progress({"states": len(known.rows), "open": len(known.frontier)})
        return known.number_of(copied(env), known.snapshot(env), known.row(observation), False)

    try:
        begun = [start(seed) for seed in range(seeds)]
        outcomes, told = _explore(known, actions, infos, progress)
    except BridgeError as error:
        if error.details.get("copying"):
            raise NotEnumerable(str(error)) from None
        raise
    starts = [(state, begun.count(state) / seeds) for state in sorted(set(begun))]
    return Table("copies", outcomes, starts, np.array(known.rows), seeds, infos=told), start


def _explore(
    known: _Known, actions: list[Any], infos: list[str] | Literal[True], progress: Progress
) -> tuple[list[list[list[Outcome]]], list[list[dict[str, float]]]]:
    """By state and action the outcomes, and by state for each action the numbers of its info."""
    outcomes: dict[int, list[list[Outcome]]] = {}
    told: dict[int, list[dict[str, float]]] = {}
    said, met_again = time.monotonic(), False
    while known.frontier:
        state = known.frontier.popleft()
        rows, values = outcomes.setdefault(state.number, []), told.setdefault(state.number, [])
        for action in actions:
            env, now, (observation, reward, terminated, truncated, info) = _step_twice(state, action, known)
            # What truncates here is the state, not the time: attributes that count steps have been put back.
            is_over, size = terminated or truncated, len(known.rows)
            following = known.number_of(env, now, known.row(observation), is_over)
            met_again |= following < size
            rows.append([(1.0, following, reward, is_over)])
            values.append(numbers(info, infos))
        if not met_again and len(known.rows) > _ALL_NEW:
            raise NotEnumerable(f"none of its first {len(known.rows)} states was met twice; {known.what_varies()}")
        if time.monotonic() - said > _EVERY:
            said = time.monotonic()
            progress({"states": len(known.rows), "open": len(known.frontier)})
    count = len(known.rows)
    return [outcomes.get(k, [[] for _ in actions]) for k in range(count)], [told.get(k, []) for k in range(count)]


def merged(table: Table) -> Table:
    """The table with states made one that differ in nothing that can ever be seen: neither shown nor paid, now or later."""
    following = np.array([[rows[0][1] if rows else -1 for rows in state] for state in table.outcomes])
    told = [[tuple(sorted(info.items())) for info in infos] for infos in table.infos]
    paid = [[(rows[0][2:] if rows else None) for rows in state] for state in table.outcomes]
    looks = [(row.tobytes(), tuple(p), tuple(t)) for row, p, t in zip(table.observations, paid, told)]
    numbering: dict[Any, int] = {}
    block = np.array([numbering.setdefault(look, len(numbering)) for look in looks])
    while True:
        beyond = np.where(following >= 0, block[following], -1)
        _, finer = np.unique(np.column_stack([block, beyond]), axis=0, return_inverse=True)
        if finer.max() == block.max():
            break
        block = finer.reshape(-1)
    # Numbered in the order in which they were met.
    _, firsts = np.unique(block, return_index=True)
    first = np.sort(firsts)
    number = np.empty(len(firsts), np.int64)
    number[np.argsort(firsts)] = np.arange(len(firsts))
    to = number[block].tolist()
    starts: dict[int, float] = {}
    for state, probability in table.starts:
        starts[to[state]] = starts.get(to[state], 0.0) + probability
    return replace(
        table,
        outcomes=[[[(p, to[n], r, t) for p, n, r, t in rows] for rows in table.outcomes[k]] for k in first],
        starts=sorted(starts.items()),
        observations=table.observations[first],
        infos=[table.infos[k] for k in first],
    )
