"""Worlds of Innate's cases, stepped by its process: what environments of one and of many are made of."""

from __future__ import annotations

import os
import weakref
from typing import Any

import numpy as np
from gymnasium import spaces

from innate_bridge.node import InnateError, Node, shared

_SEEDS = 2**32


def _space(entry: dict[str, Any]) -> spaces.Space:
    match entry["kind"]:
        case "discrete":
            return spaces.Discrete(entry["size"], start=entry["start"])
        case "list":
            shape = (entry["length"],)
            return spaces.MultiDiscrete(np.full(shape, entry["size"]), start=np.full(shape, entry["start"]))
        case "real":
            return spaces.Box(entry["low"], entry["high"], (1,), np.float64)
    raise InnateError("internal", f"an observation of the unknown kind {entry['kind']!r}")


class Worlds:
    """
    Some worlds of one case, each with its own draws, that take their steps together.

    :param count: how many
    :param case: a case of the library
    :param file: or the path of a case file of one's own
    :param drive: the drive that pays; the case's first where left out
    :param settings: the case's parameters
    :param unavailable: an action that cannot be taken is replaced by one drawn from those that can ("draw"), or raises ("error")
    :param timeout: seconds that Innate has for one answer
    """

    def __init__(
        self,
        count: int,
        case: str | None = None,
        *,
        file: str | os.PathLike[str] | None = None,
        drive: str | None = None,
        settings: dict[str, float | str] | None = None,
        unavailable: str = "draw",
        timeout: float = 60.0,
    ) -> None:
        if (case is None) == (file is None):
            raise InnateError("usage", 'expected either a case or a file: gymnasium.make("innate/case-v0", file="mine.ts")')
        if unavailable not in ("draw", "error"):
            raise InnateError("usage", f'unavailable={unavailable!r}: expected "draw" or "error"')
        self.count = count
        self._is_own = case is None
        self._timeout = timeout
        self._opening = {
            "kind": "open",
            "case": case if case is not None else os.path.abspath(os.fspath(file)),
            "drive": drive,
            "settings": settings or {},
            "worlds": count,
            "unavailable": unavailable,
        }
        self._node: Node | None = None
        self._begun = False
        self._open()
        self.observation_space = spaces.Dict({entry["name"]: _space(entry) for entry in self.about["spaces"]})
        self.action_space = spaces.Discrete(len(self.about["actions"]))

    def _open(self) -> None:
        """Opens the case: a user's file in a process of its own, as its code may hang, or have changed."""
        node = Node() if self._is_own else shared()
        if self._is_own:
            weakref.finalize(self, node.close)
        self._node = node
        self.about, _ = node.ask(self._opening, None, self._timeout)

    def close(self) -> None:
        node, self._node = self._node, None
        if node is None or not node.alive:
            return
        if self._is_own:
            node.close()
        else:
            node.ask({"kind": "close", "batch": self.about["batch"]}, None, self._timeout)

    def _ask(
        self, header: dict[str, Any], arrays: dict[str, np.ndarray] | None = None
    ) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        if self._node is None:
            raise InnateError("process", "the environment is closed; make another one")
        return self._node.ask({**header, "batch": self.about["batch"]}, arrays, self._timeout)

    def reset(self, which: list[int], seeds: list[int | None], random: np.random.Generator) -> np.ndarray:
        """
        Begins an episode in some of the worlds; with a seed its draws begin anew, as those of `innate live --seed` do.

        :param random: gives seeds where there have been none
        :returns: figures, shape [count, columns]
        """
        if self._node is not None and not self._node.alive:
            self._begun = False
            self._open()
        if not self._begun:
            drawn = random.integers(_SEEDS, size=len(seeds)).tolist()
            seeds = [fresh if seed is None else seed for seed, fresh in zip(seeds, drawn)]
        self._begun = True
        seeds = [None if seed is None else seed % _SEEDS for seed in seeds]
        return self._rows(self._ask({"kind": "reset", "worlds": which, "seeds": seeds}))

    def step(self, actions: Any, autoreset: bool) -> np.ndarray:
        """
        Takes an action in each world; with `autoreset`, begins an episode where one is over.

        :returns: figures, shape [count, columns]
        """
        numbers = np.asarray(actions).reshape(-1)
        if numbers.dtype.kind not in "iu" or numbers.size != self.count:
            known = ", ".join(f"{k} {name}" for k, name in enumerate(self.about["actions"]))
            raise InnateError("usage", f"action {actions!r}: expected {'a number' if self.count == 1 else f'{self.count} numbers'} of {known}")
        return self._rows(self._ask({"kind": "step", "autoreset": autoreset}, {"action": numbers.astype(np.int32)}))

    def _rows(self, answer: tuple[dict[str, Any], dict[str, np.ndarray]]) -> np.ndarray:
        return answer[1]["rows"].reshape(self.count, -1)

    def draw(self, world: int) -> str:
        """The case's drawing of where a world stands."""
        return "\n".join(self._ask({"kind": "draw", "world": world})[0]["rows"]) + "\n"

    def state(self, world: int) -> dict[str, Any]:
        """The state of a world, what an agent does not see included, as the case writes it."""
        return self._ask({"kind": "state", "world": world})[0]["state"]

    def _figures(self, rows: np.ndarray, name: str) -> np.ndarray:
        """The columns that hold figures of one kind: shape [count, columns]."""
        first, end = self.about["columns"][name]
        return rows[:, first:end]

    def observation(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        """By name, what is seen of each world: shape [count], or [count, length]."""
        numbers = self._figures(rows, "observation")
        seen: dict[str, np.ndarray] = {}
        at = 0
        for entry in self.about["spaces"]:
            own = numbers[:, at : at + entry.get("length", 1)]
            at += own.shape[1]
            values = own.copy() if entry["kind"] == "real" else own.astype(np.int64) + entry["start"]
            seen[entry["name"]] = values[:, 0] if entry["kind"] == "discrete" else values
        return seen

    def outcome(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rewards, and whether each world has ended, and was cut off: shape [count] each."""
        reward, terminated, truncated = (self._figures(rows, name)[:, 0] for name in ("reward", "terminated", "truncated"))
        return reward.copy(), terminated == 1, truncated == 1

    def info(self, rows: np.ndarray) -> dict[str, Any]:
        """What is known of each world beside its reward; the first axis of every array is the worlds."""
        terms = self._figures(rows, "terms").T.copy()
        events = self._figures(rows, "events").T.astype(bool)
        intent: dict[str, Any] = {}
        for event, holds in zip(self.about["events"], events):
            intent.setdefault(event["kind"], {})[event["name"]] = holds
        if self.about["scored"]:
            intent["score"] = self._figures(rows, "score")[:, 0].copy()
        return {
            "action_mask": self._figures(rows, "mask").astype(np.int8),
            "action_taken": self._figures(rows, "action")[:, 0].astype(np.int64),
            "terms": dict(zip(self.about["terms"], terms)),
            "intent": intent,
        }
