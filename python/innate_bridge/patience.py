"""Answers in place of an environment that does not come back, with the line at which it stands."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from typing import Any, BinaryIO

from innate_bridge.errors import place_in
from innate_bridge.frames import write_frame

_EVERY = 0.05  # seconds
# Of the time that a request is given; after all of it, it is given up from outside.
_SHARE = 0.9


class Patience:
    """
    Writes the frames of one process, and watches how long a request takes: where its time is over the error is written for it, and the
    process ended. It cannot where code holds Python's lock; Innate then ends the process from outside.
    """

    def __init__(self, responses: BinaryIO) -> None:
        self._responses = responses
        self._lock = threading.Lock()
        self._main = threading.get_ident()
        self._header: dict[str, Any] | None = None
        self._heard = 0.0
        threading.Thread(target=self._watch, daemon=True, name="innate-patience").start()

    def begin(self, header: dict[str, Any]) -> None:
        """A request is begun; its `within` says how many seconds it may take from one sign of progress to the next."""
        self._heard = time.monotonic()
        self._header = header if "within" in header else None

    def write(self, header: dict[str, Any], arrays: Any = None) -> None:
        """Writes a frame for the request that was begun."""
        with self._lock:
            self._heard = time.monotonic()
            write_frame(self._responses, header, arrays)

    def end(self) -> None:
        self._header = None

    def _watch(self) -> None:
        while True:
            time.sleep(_EVERY)
            header = self._header
            if header is not None and time.monotonic() - self._heard > _SHARE * header["within"]:
                self._give_up(header)

    def _give_up(self, header: dict[str, Any]) -> None:
        stack = traceback.extract_stack(sys._current_frames()[self._main])
        with self._lock:
            if self._header is not header:
                return  # it has just come back
            message = f"{header['call']} has not come back after {header['within']:g} s"
            error = {"kind": "environment", "message": message, "at": place_in(stack)}
            write_frame(self._responses, {"request": header["request"], "error": error})
            os._exit(1)
