"""The time that one step of an environment may take, kept also where it holds Python's lock and never gives it back."""

from __future__ import annotations

import faulthandler
import signal

_seconds = 0.0


def watch(seconds: float, trace: int) -> None:
    """
    From now on a step or a reset that takes longer ends this process, and so does a crash; where Python stood is written first.

    :param trace: file descriptor of a file for that
    """
    global _seconds
    _seconds = seconds
    faulthandler.enable(file=trace, all_threads=False)
    faulthandler.register(signal.SIGALRM, file=trace, all_threads=False, chain=True)


def begin() -> None:
    """Begins to count the time of a step or a reset."""
    if _seconds > 0:
        signal.setitimer(signal.ITIMER_REAL, _seconds)


def end() -> None:
    if _seconds > 0:
        signal.setitimer(signal.ITIMER_REAL, 0)
