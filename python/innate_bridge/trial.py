"""What random play tells of an environment before it is played by save-points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import gymnasium
import numpy as np
from gymnasium.utils import seeding

from innate_bridge import copies
from innate_bridge.errors import BridgeError, contract
from innate_bridge.infos import plain
from innate_bridge.savepoints import Arrived, generator_state, reset, step
from innate_bridge.spaces import Layout

_EPISODES = 16
_EACH, _ALL = 100, 500
"""most steps of an episode, and steps of all after which no other is begun"""
_HELD = 0.9
"""probability that an action is taken again, in every second episode: so play gets further than by independent draws"""
_BEFORE, _AFTER = 5, 20
"""steps before and after the copies that are compared"""


@dataclass
class Trial:
    """What was met in it."""

    draws_start: bool = False
    """whether a reset draws random numbers, so that seeds make different starts"""
    draws_step: bool = False
    low: np.ndarray = field(default_factory=lambda: np.zeros(0))
    """least and greatest numbers of observations, shape [width]"""
    high: np.ndarray = field(default_factory=lambda: np.zeros(0))
    infos: list[dict[str, Any]] = field(default_factory=list)
    """of the steps"""
    way: copies.Way | None = None
    """how it is copied; None where it cannot be"""
    why: str = ""
    """why it cannot"""


def _chosen(seed: int, actions: int, steps: int) -> list[int]:
    """Actions at random, by their numbers; with an odd seed each is held for a while."""
    random = np.random.default_rng(seed)
    chosen = random.integers(0, actions, steps).tolist()
    if seed % 2 == 1:
        held = random.random(steps) < _HELD
        for k in range(1, steps):
            if held[k]:
                chosen[k] = chosen[k - 1]
    return chosen


def _same(a: Arrived, b: Arrived) -> bool:
    return a.print() == b.print()


class _Player:
    """Plays an environment by the numbers of its actions."""

    def __init__(self, env: gymnasium.Env, observation: Layout, action: Layout, choices: np.ndarray) -> None:
        self.env, self.observation, self.action, self.choices = env, observation, action, choices

    def reset(self, seed: int) -> Arrived:
        return reset(self.env, self.observation, seed)

    def step(self, choice: int) -> Arrived:
        return step(self.env, self.observation, self.action.elements(self.choices[choice])[0])

    def along(self, chosen: list[int]) -> list[Arrived]:
        """What steps come to, up to the episode's end."""
        found: list[Arrived] = []
        for choice in chosen:
            found.append(self.step(choice))
            if found[-1].terminated or found[-1].truncated:
                break
        return found


def _hold_same(seed: int, chosen: list[int], first: list[Arrived], second: list[Arrived]) -> None:
    """
    Holds two episodes with one seed and the same actions against each other, the reset first.

    :raises BridgeError: "contract" where they differ, with the step and both results
    """
    for k, (a, b) in enumerate(zip(first, second)):
        if _same(a, b):
            continue
        what = f"after reset(seed={seed})" if k == 0 else f"step {k} after reset(seed={seed}), the action {chosen[k - 1]},"
        raise contract(
            f"it is not deterministic where it says it is: {what} gave {a.shown()} the first time and {b.shown()} the second, "
            "after the same actions; draw random numbers from self.np_random, and set everything else in reset"
        )


def _copy_fault(player: _Player, way: copies.Way, actions: int) -> str | None:
    """Why an environment cannot be copied in a way; None where it can: a copy goes on as the original does, and can be taken up twice."""
    original = player.env
    player.reset(0)
    player.along(_chosen(0, actions, _BEFORE))
    chosen = _chosen(1, actions, _AFTER)
    try:
        copy = copies.take(player.env, way)
        own = player.along(chosen)
        for _ in range(2):
            player.env = copies.give(copy, way)
            if not all(map(_same, own, player.along(chosen))):
                return "a copy goes on otherwise than the original"
    except BridgeError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever an environment holds
        return f"{type(error).__name__}: {error}"
    finally:
        player.env = original
    return None


def trial(env: gymnasium.Env, observation: Layout, action: Layout, choices: np.ndarray) -> Trial:
    """
    Plays some episodes at random, each twice.

    :raises BridgeError: "contract" if it breaks the interface, or one seed and the same actions come to different things
    """
    player = _Player(env, observation, action, choices)
    found = Trial()
    rows: list[np.ndarray] = []
    for seed in range(_EPISODES):
        if len(rows) >= _ALL:
            break
        chosen = _chosen(seed, len(choices), _EACH)
        start = player.reset(seed)
        state = generator_state(env)
        found.draws_start |= state != seeding.np_random(seed)[0].bit_generator.state
        first = [start, *player.along(chosen)]
        found.draws_step |= generator_state(env) != state
        second = [player.reset(seed), *player.along(chosen)]
        _hold_same(seed, chosen, first, second)
        rows += [arrived.row for arrived in first]
        found.infos += [plain(arrived.info) for arrived in first[1:]]
    stacked = np.asarray(rows, np.float64)
    found.low, found.high = stacked.min(axis=0), stacked.max(axis=0)
    for way in ("pickle", "deepcopy"):
        fault = _copy_fault(player, way, len(choices))
        if fault is None:
            found.way = way
            break
        found.why = found.why or fault
    return found
