"""
An environment whose every step can be gone on from: each reset and each step is a save-point, with a number.

To go on from another save-point than the last one, the environment is put back: from a copy of it there, or from a copy of an
earlier save-point or a reset, by taking the steps in between again. What these come to is held against what they came to before.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np
from gymnasium.utils import seeding

from innate_bridge import deadline
from innate_bridge.copies import Copies
from innate_bridge.environments import flags_of, reset_one, rewards_of, step_one
from innate_bridge.errors import BridgeError, contract
from innate_bridge.spaces import Layout, brief

_SPACING = 16
"""steps between two copies along one way; taking a copy costs about as much as three steps of a small environment"""
_NONE = -1


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a reset or a step came to, checked."""

    observation: Any
    row: np.ndarray
    """the observation as numbers, shape [width]"""
    reward: float
    terminated: bool
    truncated: bool
    info: dict[str, Any]

    def print(self) -> int:
        """A number that differs, by all likelihood, where anything but the info does."""
        return hash((self.row.tobytes(), self.reward, self.terminated, self.truncated))

    def shown(self) -> str:
        flags = f"{', terminated' if self.terminated else ''}{', truncated' if self.truncated else ''}"
        return f"observation {brief(self.row.tolist())}, reward {self.reward}{flags}"


def reset(env: gymnasium.Env, observation: Layout, seed: int) -> Arrived:
    deadline.begin()
    try:
        shown, info = reset_one(env, seed)
    finally:
        deadline.end()
    return Arrived(shown, observation.rows([shown])[0], 0.0, False, False, info)


def step(env: gymnasium.Env, observation: Layout, action: Any) -> Arrived:
    deadline.begin()
    try:
        shown, reward, terminated, truncated, info = step_one(env, action)
    finally:
        deadline.end()
    if not isinstance(info, dict):
        raise contract(f"step returned the info {info!r}, expected a dict")
    paid = reward if type(reward) is float and reward - reward == 0 else float(rewards_of([reward])[0])
    flags = (flag if type(flag) is bool else bool(flags_of([flag], name)[0]) for flag, name in ((terminated, "terminated"), (truncated, "truncated")))
    return Arrived(shown, observation.rows([shown])[0], paid, *flags, info)


def generator_state(env: gymnasium.Env) -> Any:
    """Where the environment's own generator of random numbers stands."""
    return env.unwrapped.np_random.bit_generator.state


def reseed(env: gymnasium.Env, seed: int) -> None:
    env.unwrapped.np_random = seeding.np_random(seed)[0]


class SavePoints:
    """
    Save-points of one environment.

    :param choices: what is taken for each action: rows of the action space, shape [actions, width]
    :param copies: where copies are kept; None where the environment cannot be copied, and every way is taken again from its reset
    """

    def __init__(self, env: gymnasium.Env, observation: Layout, action: Layout, choices: np.ndarray, copies: Copies | None) -> None:
        self.env = env
        self._observation = observation
        self._action = action
        self._choices = choices
        self._copies = copies
        self._before = array("q")
        self._taken = array("q")
        self._seeds = array("q")
        self._prints = array("q")
        self._live = _NONE
        self._since = 0  # steps since the last copy along the way to the live save-point

    def start(self, seed: int) -> tuple[int, Arrived]:
        """The save-point of a reset."""
        self._live = _NONE
        arrived = reset(self.env, self._observation, seed)
        self._since = 0
        return self._add(_NONE, _NONE, seed, arrived), arrived

    def go(self, point: int, choice: int, seed: int | None) -> tuple[int, Arrived] | None:
        """
        The save-point of a step from another one; None where the environment drew a random number in it and was given no seed to draw from.
        """
        self._stand_at(point)
        before = None if seed is not None else generator_state(self.env)
        self._live = _NONE
        arrived = self._step(choice, seed)
        if before is not None and generator_state(self.env) != before:
            return None
        self._since += 1
        number = self._add(point, choice, _NONE if seed is None else seed, arrived)
        if self._copies is not None and self._since >= _SPACING:
            self._keep(number)
        return number, arrived

    def _step(self, choice: int, seed: int | None) -> Arrived:
        if seed is not None:
            reseed(self.env, seed)
        # Made anew for each step, as an environment may write into it.
        return step(self.env, self._observation, self._action.elements(self._choices[choice])[0])

    def _add(self, before: int, choice: int, seed: int, arrived: Arrived) -> int:
        self._live = len(self._before)
        self._before.append(before)
        self._taken.append(choice)
        self._seeds.append(seed)
        self._prints.append(arrived.print())
        return self._live

    def _keep(self, point: int) -> None:
        assert self._copies is not None
        self._copies.keep(point, self.env)
        self._since = 0

    def _stand_at(self, point: int) -> None:
        """Puts the environment back to where it stood at a save-point."""
        if point == self._live:
            return
        self._live = _NONE
        way = [point]
        while not self._is_kept(way[-1]) and self._before[way[-1]] != _NONE:
            way.append(self._before[way[-1]])
        first = way.pop()
        if self._copies is not None and first in self._copies:
            self.env = self._copies.give(first)
        else:
            self._hold(first, reset(self.env, self._observation, self._seeds[first]))
        for number in reversed(way):
            seed = self._seeds[number]
            self._hold(number, self._step(self._taken[number], None if seed == _NONE else seed))
        self._live = point
        if self._copies is not None:
            self._keep(point)

    def _is_kept(self, point: int) -> bool:
        return self._copies is not None and point in self._copies

    def _hold(self, point: int, again: Arrived) -> None:
        """Holds what a step came to against what it came to before."""
        if again.print() == self._prints[point]:
            return
        first, steps = point, 0
        while self._before[first] != _NONE:
            first, steps = self._before[first], steps + 1
        raise BridgeError(
            "contract",
            f"it is not deterministic where it says it is: step {steps} after reset(seed={self._seeds[first]}) gave {again.shown()} "
            "when it was taken again",
            point=point,
        )
