"""The pipes to Innate, kept apart from what environments read and print."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """
    Private copies of standard input and output, for frames.

    From then on whatever is printed, by C code and child processes too, goes to standard error, and standard input is empty.
    """
    requests = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    responses = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, responses
