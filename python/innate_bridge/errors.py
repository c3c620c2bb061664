"""What goes wrong with an environment, as Innate says it."""

from __future__ import annotations

import linecache
import os
import traceback
from typing import Any

_OURS = os.path.dirname(os.path.abspath(__file__))


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
    return file.startswith((_OURS, "<")) or f"{os.sep}gymnasium{os.sep}" in file


def place_of(error: BaseException) -> dict[str, Any] | None:
    """The last line of an exception's traceback that is neither the bridge's nor Gymnasium's; where all are, the last of Gymnasium's."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(_OURS)]
    if not frames:
        return None
    frame = next((frame for frame in reversed(frames) if not _is_library(frame.filename)), frames[-1])
    text = linecache.getline(frame.filename, frame.lineno or 0).strip()
    return {"file": frame.filename, "line": frame.lineno, "function": frame.name, "text": text}


def raised(call: str, error: BaseException) -> BridgeError:
    """The error for an exception that an environment raised in one of its functions."""
    text = str(error).strip() or "no message"
    return BridgeError("environment", f"{call} raised {type(error).__name__}: {text}", type=type(error).__name__, at=place_of(error))
