"""Lines of JSON, as docs/trajectories.md describes them."""

from __future__ import annotations

import json
import math
from typing import Any, TextIO

import numpy as np


def plain(value: Any) -> Any:
    """An observation or an action as JSON says it: numbers, lists, and objects; NaN and infinities as strings."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, (np.ndarray, np.generic)):
        numbers = value.tolist()
        return numbers if value.dtype.kind in "biu" or (value.dtype.kind == "f" and np.isfinite(value).all()) else plain(numbers)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value if isinstance(value, (bool, int, float, str)) or value is None else str(value)


def write_line(stream: TextIO, line: dict[str, Any]) -> None:
    stream.write(json.dumps(line, separators=(",", ":"), allow_nan=False) + "\n")


def header(world: str | None, **more: Any) -> dict[str, Any]:
    """The first line of a file of trajectories."""
    return {"format": "innate-trajectories", "version": 1, **({} if world is None else {"world": world}), **more}
