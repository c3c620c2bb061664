"""The terms that an environment's reward is made of, where `info` tells them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from innate_bridge.errors import BridgeError, contract
from innate_bridge.spaces import brief

REST = "rest"
"""what is paid beyond the terms that are told"""
_EQUAL = 1e-6
"""difference, as a share of the sizes that are added, that counts as rounding: environments add up in float32 too"""


def _is_number(value: Any) -> bool:
    return not isinstance(value, (str, bytes)) and getattr(value, "ndim", 0) == 0 and hasattr(value, "__float__")


class RewardTerms:
    """
    How the terms are read of an info.

    :param asked: names of values, or one name of a dict of them
    :param met: infos of some steps
    :raises BridgeError: "request" if no info has a name
    """

    def __init__(self, asked: list[str], met: Iterable[dict[str, Any]]) -> None:
        infos = list(met)
        keys = list(dict.fromkeys(key for info in infos for key in info))
        for name in asked:
            if name not in keys:
                near = difflib.get_close_matches(name, keys, 1)
                hint = f' (did you mean "{near[0]}"?)' if near else ""
                raise BridgeError("request", f'no step has "{name}" in its info{hint}; there are {", ".join(keys) or "no values at all"}')
        self._dict = asked[0] if len(asked) == 1 and any(isinstance(info.get(asked[0]), dict) for info in infos) else None
        if self._dict is None:
            self._told = asked
        else:
            self._told = list(dict.fromkeys(key for info in infos for key in info.get(self._dict, {})))
        if REST in self._told:
            raise BridgeError("request", f'a term is called "{REST}", which is the name of what is paid beyond the terms')
        self.names = [*self._told, REST]

    def values(self, info: dict[str, Any], reward: float) -> list[float]:
        """What each term pays in a step, and last what is paid beyond them."""
        told = info if self._dict is None else info.get(self._dict, {})
        values = [self._number(told, name) for name in self._told]
        rest = reward - sum(values)
        size = sum(map(abs, values)) + abs(reward)
        return [*values, rest if abs(rest) > _EQUAL * size else 0.0]

    def _number(self, told: Any, name: str) -> float:
        value = told.get(name, 0.0) if isinstance(told, dict) else told
        where = name if self._dict is None else f"{self._dict}.{name}"
        if not _is_number(value):
            raise contract(f"step returned info with {where} = {brief(value)} ({type(value).__name__}), expected a number")
        number = float(value)
        if number - number != 0:
            raise contract(f"step returned info with {where} = {number}, expected a finite number")
        return number
