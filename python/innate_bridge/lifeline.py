"""Ends this process when the one that started it is gone, also while an environment hangs."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
_EVERY = 0.5  # seconds


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os._exit(1)


def end_with_parent() -> None:
    """
    Ties this process to its parent, and leaves Ctrl-C to it.

    Where the system has it the kernel does it, which also ends code that holds Python's lock; elsewhere a thread looks.
    """
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        try:
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        except (OSError, AttributeError):
            pass  # the thread does it
    threading.Thread(target=_watch, args=(parent,), daemon=True, name="innate-lifeline").start()
