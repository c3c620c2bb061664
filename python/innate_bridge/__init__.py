"""
The Python side of Innate: Gymnasium environments for its audits, and its cases as Gymnasium environments.

`import innate_bridge` registers the cases, as `innate/CASE-v0`. `python -m innate_bridge` serves environments over its pipes.
"""

import sys

__version__ = "0.1.0"

# Under -m the pipes are to be taken before anything else is imported.
if sys.argv[:1] != ["-m"]:
    from innate_bridge.registration import register_cases

    register_cases()
