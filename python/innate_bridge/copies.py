"""Copies of an environment as it stood at save-points, as many as memory allows."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from typing import Any, Literal

import gymnasium

from innate_bridge.environments import copied

Way = Literal["pickle", "deepcopy"]

MOST_BYTES = 256 * 2**20
"""of pickled copies"""
MOST_DEEP = 2000
"""deep copies, whose size nobody knows"""


def take(env: gymnasium.Env, way: Way) -> Any:
    """A copy of an environment, which shares nothing with it."""
    return pickle.dumps(env, pickle.HIGHEST_PROTOCOL) if way == "pickle" else copied(env)


def give(copy: Any, way: Way) -> gymnasium.Env:
    """An environment that stands as the copied one did; the copy can be given again."""
    return pickle.loads(copy) if way == "pickle" else copied(copy)  # noqa: S301 - this process has pickled it


class Copies:
    """Copies by save-point; those that were not used for longest go once they take too much."""

    def __init__(self, way: Way) -> None:
        self.way: Way = way
        self._kept: OrderedDict[int, Any] = OrderedDict()
        self._bytes = 0

    def __contains__(self, point: int) -> bool:
        return point in self._kept

    def keep(self, point: int, env: gymnasium.Env) -> None:
        if point in self._kept:
            return
        copy = take(env, self.way)
        self._kept[point] = copy
        self._bytes += len(copy) if self.way == "pickle" else 0
        while self._bytes > MOST_BYTES or (self.way == "deepcopy" and len(self._kept) > MOST_DEEP):
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest) if self.way == "pickle" else 0

    def give(self, point: int) -> gymnasium.Env:
        self._kept.move_to_end(point)
        return give(self._kept[point], self.way)
