"""Serves Gymnasium environments over standard input and output: see `innate_bridge.server`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    if sys.version_info < (3, 10):
        sys.exit("innate_bridge needs Python 3.10 or later; this is {}.{}.{}".format(*sys.version_info[:3]))

    from innate_bridge.lifeline import end_with_parent
    from innate_bridge.pipes import take_pipes

    # Before anything is imported that may take long or print.
    end_with_parent()
    requests, responses = take_pipes()

    from innate_bridge.server import serve

    serve(requests, responses)
