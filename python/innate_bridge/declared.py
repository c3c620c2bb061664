"""
A user's drives and intent in a Python file, over what Gymnasium shows of a step.

    drives = {"careful": {"goal": lambda moment: moment.reward, "time": lambda moment: -0.01}}
    intent = {
        "never": {"hole": lambda moment: moment.terminated and moment.reward == 0},
        "reach": {"goal": lambda observation: observation == 15},
        "keep_possible": {"goal": lambda observation: observation == 15},
        "score": lambda moment: moment.reward,
    }

Both are left out where there are none. `never` and `score` read a moment, `reach` and `keep_possible` an observation.
"""

from __future__ import annotations

import difflib
import importlib.util
import linecache
import math
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from innate_bridge.errors import BridgeError, place_of
from innate_bridge.spaces import brief


@dataclass(frozen=True, slots=True)
class Moment:
    """What Gymnasium shows of one step, as the environment itself gives it."""

    observation: Any
    action: Any
    next_observation: Any
    reward: float
    """as the environment pays it"""
    terminated: bool
    truncated: bool
    """by the environment itself; its time limit is part of the question"""
    info: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One function of the file: what it is called, and what it gives."""

    name: str
    """as errors say it: 'term "hole" of drive "careful"'"""
    function: Callable[[Any], Any]
    gives: Literal["number", "flag"]
    key: str

    def source(self) -> dict[str, Any] | None:
        """Where the function stands, as far as Python says it."""
        code = getattr(self.function, "__code__", None)
        if code is None:
            return None
        text = linecache.getline(code.co_filename, code.co_firstlineno).strip()
        return {"file": code.co_filename, "line": code.co_firstlineno, "function": code.co_name, "text": text}

    def value(self, argument: Any, shown: Callable[[], str]) -> float:
        """
        What the function gives, a flag as 0 or 1.

        :param shown: what it was given, for the error
        :raises BridgeError: "drives" if it raises an exception, or gives something else
        """
        try:
            value = self.function(argument)
        except Exception as error:  # noqa: BLE001 - whatever a user's function raises
            text = str(error).strip() or "no message"
            raise BridgeError("drives", f"{self.name} raised {type(error).__name__}: {text}, given {shown()}", at=place_of(error)) from error
        if isinstance(value, np.ndarray) and value.ndim == 0:
            value = value.item()
        if isinstance(value, (bool, np.bool_)):
            return float(value)
        if self.gives == "number" and isinstance(value, (int, float, np.number)) and math.isfinite(value):
            return float(value)
        expected = "True or False" if self.gives == "flag" else "a finite number"
        raise BridgeError("drives", f"{self.name} is {brief(value)}, expected {expected}, given {shown()}", at=self.source())


def shown_moment(moment: Moment) -> str:
    fields = ("observation", "action", "next_observation", "reward", "terminated", "truncated", "info")
    return ", ".join(f"{name} = {brief(getattr(moment, name))}" for name in fields)


@dataclass(frozen=True)
class Declared:
    """The drives and the intent of a file."""

    terms: list[tuple[str, list[Part]]]
    """by drive, in the file's order"""
    never: list[Part]
    reach: list[Part]
    keep_possible: list[Part]
    score: Part | None

    @property
    def of_moments(self) -> list[Part]:
        """What reads moments, in the order of its columns: terms, never, score."""
        terms = [part for _, parts in self.terms for part in parts]
        return [*terms, *self.never, *([] if self.score is None else [self.score])]

    @property
    def of_states(self) -> list[Part]:
        """What reads observations, in the order of its columns: reach, keepPossible."""
        return [*self.reach, *self.keep_possible]

    def json(self) -> dict[str, Any]:
        """The names, each with where its function stands."""
        named = lambda parts: [[part.key, part.source()] for part in parts]  # noqa: E731
        return {
            "drives": [[drive, named(parts)] for drive, parts in self.terms],
            "never": named(self.never),
            "reach": named(self.reach),
            "keepPossible": named(self.keep_possible),
            "score": [] if self.score is None else named([self.score]),
        }

    def moment_values(self, moment: Moment) -> list[float]:
        return [part.value(moment, lambda: shown_moment(moment)) for part in self.of_moments]

    def state_values(self, observation: Any) -> list[float]:
        return [part.value(observation, lambda: f"observation = {brief(observation)}") for part in self.of_states]


_PARTS = ("never", "reach", "keep_possible", "score")


def _wrong(message: str) -> BridgeError:
    return BridgeError("drives", message)


def _did_you_mean(name: object, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(str(name), known, 1)
    return f' (did you mean "{near[0]}"?)' if near else ""


def _functions(value: Any, where: str, gives: Literal["number", "flag"], called: Callable[[str], str], reads: str) -> list[Part]:
    if not isinstance(value, dict):
        raise _wrong(f"{where} is {brief(value)}, expected a dict of functions of {reads}")
    for name, function in value.items():
        if not isinstance(name, str) or not name:
            raise _wrong(f"{where} has the name {brief(name)}, expected a string")
        if not callable(function):
            raise _wrong(f"{where}[{name!r}] is {brief(function)}, expected a function of {reads}")
    return [Part(called(name), function, gives, name) for name, function in value.items()]


def _read(module: Any) -> Declared:
    drives, intent = getattr(module, "drives", {}), getattr(module, "intent", {})
    if not hasattr(module, "drives") and not hasattr(module, "intent"):
        raise _wrong("it has neither drives nor an intent: expected drives = {…} or intent = {…}, dicts of functions")
    if not isinstance(drives, dict):
        raise _wrong(f"drives is {brief(drives)}, expected a dict of drives, each a dict of functions of a moment")
    if not isinstance(intent, dict):
        raise _wrong(f"intent is {brief(intent)}, expected a dict with {', '.join(_PARTS)}")
    for name in intent:
        if name not in _PARTS:
            raise _wrong(f'intent has "{name}", which is not known{_did_you_mean(name, _PARTS)}; expected only {", ".join(_PARTS)}')
    terms = []
    for drive, functions in drives.items():
        parts = _functions(functions, f"drives[{drive!r}]", "number", lambda name, d=drive: f'term "{name}" of drive "{d}"', "a moment")
        if not parts:
            raise _wrong(f"drives[{drive!r}] has no term")
        terms.append((drive, parts))
    part = lambda key, reads: _functions(intent.get(key, {}), f"intent[{key!r}]", "flag", lambda name: f'{key} "{name}"', reads)  # noqa: E731
    score = intent.get("score")
    if score is not None and not callable(score):
        raise _wrong(f"intent['score'] is {brief(score)}, expected a function of a moment")
    return Declared(
        terms,
        part("never", "a moment"),
        part("reach", "an observation"),
        part("keep_possible", "an observation"),
        None if score is None else Part("the score", score, "number", "score"),
    )


def load(path: str) -> Declared:
    """
    The drives and the intent that a file declares.

    :raises BridgeError: "drives" if it does not parse, raises an exception, or declares something else
    """
    spec = importlib.util.spec_from_file_location("innate_drives", path)
    assert spec is not None and spec.loader is not None  # it ends in .py
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, os.path.dirname(path))
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        text = (error.text or "").strip()
        at = {"file": error.filename or path, "line": error.lineno, "function": "<module>", "text": text}
        raise BridgeError("drives", error.msg, at=at) from None
    except Exception as error:  # noqa: BLE001 - whatever a user's file raises
        raise BridgeError("drives", f"{type(error).__name__}: {error}", at=place_of(error)) from error
    return _read(module)
