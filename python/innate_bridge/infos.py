"""What `info` carries, as JSON and as numbers."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

_MOST_DEPTH = 8


def plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON; NaN and infinities as strings, what JSON cannot say left out of what holds it."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) < 2**53 else str(value)
        case float():
            return value if math.isfinite(value) else ("NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity")
        case np.generic():
            return plain(value.item(), depth)
        case np.ndarray():
            return plain(value.tolist(), depth)
    if depth < _MOST_DEPTH and isinstance(value, dict):
        parts = {str(key): plain(item, depth + 1) for key, item in value.items()}
        return {key: item for key, item in parts.items() if item is not None}
    if depth < _MOST_DEPTH and isinstance(value, (list, tuple)):
        return [plain(item, depth + 1) for item in value]
    return None


def chosen(info: dict[str, Any], names: list[str] | None) -> dict[str, Any]:
    """An info as JSON, reduced to the named keys where names are given."""
    return plain(info if names is None else {name: info[name] for name in names if name in info})


def numbers(info: dict[str, Any], names: list[str] | Literal[True]) -> dict[str, float]:
    """The numbers that stand in an info under names, or under all; those of a dict under "name.key"."""
    found: dict[str, float] = {}

    def take(path: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                take(f"{path}.{key}", item)
        elif isinstance(value, (bool, int, float, np.generic)) and math.isfinite(value):
            found[path] = float(value)

    for name in info if names is True else names:
        if name in info:
            take(name, info[name])
    return found
