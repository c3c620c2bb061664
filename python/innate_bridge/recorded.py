"""The ops "declare", "moment" and "state": what a file's functions make of steps that were recorded, without the environment."""

from __future__ import annotations

from typing import Any

import numpy as np

from innate_bridge.declared import Declared, Moment, load


def element(value: Any) -> Any:
    """What was recorded as JSON, as Gymnasium shows it: lists of numbers are arrays, other lists tuples; "NaN" and infinities are numbers."""
    match value:
        case str():
            return float(value)
        case dict():
            return {key: element(item) for key, item in value.items()}
        case list():
            items = [element(item) for item in value]
            return np.array(items) if _is_array(items) else tuple(items)
    return value


def _is_array(items: list[Any]) -> bool:
    return not any(isinstance(item, (dict, tuple)) for item in items) and len({np.shape(item) for item in items}) <= 1


class Recorded:
    """The functions of a file, for one moment or state after another."""

    def __init__(self, path: str) -> None:
        self.declared: Declared = load(path)

    def moment(self, told: dict[str, Any]) -> np.ndarray:
        """The columns of a moment: terms, never, score."""
        moment = Moment(
            element(told["observation"]),
            element(told["action"]),
            element(told["nextObservation"]),
            element(told["reward"]),
            told["terminated"],
            told["truncated"],
            told["info"],
        )
        return np.array(self.declared.moment_values(moment), np.float64)

    def state(self, observation: Any) -> np.ndarray:
        """The columns of a state: reach, keepPossible."""
        return np.array(self.declared.state_values(element(observation)), np.float64)
