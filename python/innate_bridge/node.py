"""The Node process that steps Innate's cases: how it is found, spoken to, and ended."""

from __future__ import annotations

import atexit
import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from typing import Any

import gymnasium
import numpy as np

from innate_bridge.frames import read_frame, write_frame

_START = 60.0  # seconds to start; npx takes its time
_GRACE = 1.0  # seconds to end by itself
_EVERY = 0.25  # seconds between two looks at the time
_HOW = (
    "install it beside your code (npm install innate; Node 20.20 or later), "
    'or set INNATE to the command that runs it, such as INNATE="node /path/to/innate/bin/innate.js"'
)


class InnateError(gymnasium.error.Error):
    """What Innate says is wrong; `fault` is "case", "usage", "undecided", "internal", or "process" where it is gone."""

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(message)
        self.fault = fault


def command() -> list[str]:
    """
    The command that runs Innate: INNATE, else `innate` on the PATH, else npx without a download.

    :raises InnateError: if there is none
    """
    given = os.environ.get("INNATE", "").strip()
    if given:
        words = shlex.split(given, posix=os.name != "nt")
        if shutil.which(words[0]) is None:
            raise InnateError("usage", f"INNATE={given}: there is no program {words[0]}; {_HOW}")
        return words
    found = shutil.which("innate")
    if found is not None:
        return [found]
    npx = shutil.which("npx")
    if npx is not None:
        return [npx, "--no", "innate"]
    raise InnateError("usage", f"found neither INNATE in the environment, nor innate or npx on the PATH; {_HOW}")


class Node:
    """A process of `innate serve`. It ends with this one, however that ends."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._lock = threading.Lock()
        self._timeout = 0.0
        self._deadline: float | None = None
        self._why: str | None = None
        self._said: deque[str] = deque(maxlen=20)
        # A session of its own: Ctrl-C is for Python, and what npx starts can be ended with it.
        words = [*command(), "serve"]
        self._process = subprocess.Popen(
            [*words, "--parent", str(self.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        threading.Thread(target=self._watch, daemon=True).start()
        atexit.register(self.close)
        # It greets, so that an Innate that is not there is told from a case that ends the process.
        if self._exchange(None, None, _START) is None:
            raise InnateError("usage", f"{' '.join(words)} does not run: {self._why}; {_HOW}{self._words()}")

    @property
    def alive(self) -> bool:
        """Whether it can still be asked, by this process: after a fork its pipes are another's."""
        return self._why is None and self.pid == os.getpid()

    def ask(
        self, header: dict[str, Any], arrays: dict[str, np.ndarray] | None, timeout: float
    ) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """
        The answer to a message.

        :param timeout: seconds after which the process is ended
        :raises InnateError: what it answers where it cannot do it; "process" if it is gone
        """
        with self._lock:
            if not self.alive:
                raise self._gone()
            answer = self._exchange(header, arrays, timeout)
            if answer is None:
                raise self._gone()
        if "error" in answer[0]:
            raise InnateError(answer[0]["fault"], answer[0]["error"])
        return answer

    def _exchange(
        self, header: dict[str, Any] | None, arrays: dict[str, np.ndarray] | None, timeout: float
    ) -> tuple[dict[str, Any], dict[str, np.ndarray]] | None:
        """What it answers to a message, or says without one; None if it is gone."""
        self._timeout = timeout
        self._deadline = time.monotonic() + timeout
        try:
            if header is not None:
                write_frame(self._process.stdin, header, arrays)
            answer = read_frame(self._process.stdout)
        except (OSError, ValueError):
            answer = None
        except BaseException:
            # Ctrl-C before the answer was read: it would be taken for that of the next message.
            self._end("it was interrupted")
            raise
        finally:
            self._deadline = None
        if answer is None:
            self._end(None)
        return answer

    def close(self) -> None:
        """Ends it; further calls do nothing."""
        atexit.unregister(self.close)
        if self.alive:
            self._end("it was closed")

    def _gone(self) -> InnateError:
        if self.pid != os.getpid():
            return InnateError("process", "this process was forked from the one that made the environment; call reset() first")
        return InnateError(
            "process", f"the process that steps the case is gone: {self._why}; reset() starts another one{self._words()}"
        )

    def _words(self) -> str:
        """The last lines that it printed, each on a line of its own."""
        return "".join(f"\n  {line}" for line in self._said)

    def _end(self, why: str | None) -> None:
        """Lets it end by itself, now that nobody asks any more, or ends it."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            status = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._kill()
            status = self._process.wait()
        self._why = self._why or why or f"it ended with exit status {status}"
        self._process.stdout.close()
        self._listener.join(_GRACE)

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def _listen(self) -> None:
        """Passes on what it prints, and keeps the last lines for errors."""
        for line in self._process.stderr:
            text = line.decode(errors="replace").rstrip()
            self._said.append(text)
            print(text, file=sys.stderr)

    def _watch(self) -> None:
        """Ends it where an answer does not come in time."""
        while self._why is None:
            time.sleep(_EVERY)
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline:
                self._why = f"it did not answer within {self._timeout:g} s (does the case's code never return? timeout=… gives it more)"
                self._kill()


_shared: Node | None = None
_sharing = threading.Lock()


def shared() -> Node:
    """The process that all of the library's cases share: one for each process of Python."""
    global _shared
    with _sharing:
        if _shared is None or not _shared.alive:
            _shared = Node()
        return _shared
