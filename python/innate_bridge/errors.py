"""What goes wrong with an environment, as Innate says it."""

from __future__ import annotations

import linecache
import os
import sysconfig
import traceback
from typing import Any

_OURS = os.path.dirname(os.path.abspath(__file__))
_STDLIB = sysconfig.get_paths()["stdlib"]


class BridgeError(Exception):
    """
    An error that says who is at fault: `kind` is "request" (what was asked for does not exist or cannot be), "contract" (an
    environment breaks Gymnasium's interface) or "environment" (it raised an exception).
    """

    def __init__(self, kind: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.kind = kind
        self.details = details


def contract(message: str) -> BridgeError:
    return BridgeError("contract", message)


def _is_library(file: str) -> bool:
    """Whether a file is of Python, NumPy or Gymnasium, in whose lines a user sees little."""
    if file.startswith((_OURS, "<")) or any(f"{os.sep}{name}{os.sep}" in file for name in ("gymnasium", "numpy")):
        return True
    return file.startswith(_STDLIB) and f"{os.sep}site-packages{os.sep}" not in file


def place_in(stack: list[traceback.FrameSummary]) -> dict[str, Any] | None:
    """The last line of a stack that a user has written; where there is none, the last that is not the bridge's."""
    frames = [frame for frame in stack if not frame.filename.startswith(_OURS)]
    if not frames:
        return None
    frame = next((frame for frame in reversed(frames) if not _is_library(frame.filename)), frames[-1])
    text = linecache.getline(frame.filename, frame.lineno or 0).strip()
    return {"file": frame.filename, "line": frame.lineno, "function": frame.name, "text": text}


def place_of(error: BaseException) -> dict[str, Any] | None:
    """Where an exception was raised, as `place_in` says it."""
    return place_in(traceback.extract_tb(error.__traceback__))


def raised(call: str, error: BaseException) -> BridgeError:
    """The error for an exception that an environment raised in one of its functions."""
    text = str(error).strip() or "no message"
    return BridgeError("environment", f"{call} raised {type(error).__name__}: {text}", type=type(error).__name__, at=place_of(error))
