"""Innate's cases as Gymnasium environments."""

from __future__ import annotations

import os
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space

from innate_bridge.node import InnateError, Node, shared

_KINDS = ("never", "keepPossible", "reach")
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


class _Worlds:
    """Some worlds of one case, which a process of Innate steps together; what an environment of one or of many is made of."""

    def __init__(
        self,
        worlds: int,
        case: str | None,
        file: str | os.PathLike[str] | None,
        drive: str | None,
        settings: dict[str, float | str] | None,
        unavailable: str,
        timeout: float,
    ) -> None:
        if (case is None) == (file is None):
            raise InnateError("usage", 'expected a case of the library or a file: gymnasium.make("innate/case-v0", file="mine.ts")')
        if unavailable not in ("draw", "error"):
            raise InnateError("usage", f'unavailable={unavailable!r}: expected "draw" or "error"')
        self.worlds = worlds
        self._is_own = case is None
        self._timeout = timeout
        self._opening = {
            "kind": "open",
            "case": case if case is not None else os.path.abspath(os.fspath(file)),
            "drive": drive,
            "settings": settings or {},
            "worlds": worlds,
            "unavailable": unavailable,
        }
        self._node: Node | None = None
        self.open()
        about = self.about
        self.actions: list[str] = about["actions"]
        self.observation_space = spaces.Dict({entry["name"]: _space(entry) for entry in about["spaces"]})
        self.action_space = spaces.Discrete(len(self.actions))

    def open(self) -> None:
        """Opens the case, in a process of its own where it is a user's file: its code may hang, or have changed."""
        self.close()
        node = Node() if self._is_own else shared()
        try:
            self.about, _ = node.ask(self._opening, None, self._timeout)
        except BaseException:
            if self._is_own:
                node.close()
            raise
        self._node = node

    def close(self) -> None:
        node, self._node = self._node, None
        if node is None or not node.alive:
            return
        if self._is_own:
            node.close()
        else:
            node.ask({"kind": "close", "batch": self.about["batch"]}, None, self._timeout)

    def _ask(self, header: dict[str, Any], arrays: dict[str, np.ndarray] | None = None):
        if self._node is None:
            raise InnateError("process", "the environment is closed")
        return self._node.ask({**header, "batch": self.about["batch"]}, arrays, self._timeout)

    def reset(self, worlds: list[int], seeds: list[int | None]) -> np.ndarray:
        """Begins an episode in each of the worlds; with a seed their draws begin anew. Returns a row of figures for each world."""
        if self._node is not None and not self._node.alive:
            self.open()
        return self._rows(self._ask({"kind": "reset", "worlds": worlds, "seeds": seeds}))

    def step(self, actions: np.ndarray, autoreset: bool) -> np.ndarray:
        """Takes an action in each world, or begins an episode where one is over. Returns a row of figures for each world."""
        return self._rows(self._ask({"kind": "step", "autoreset": autoreset}, {"action": actions.astype(np.int32)}))

    def _rows(self, answer: tuple[dict[str, Any], dict[str, np.ndarray]]) -> np.ndarray:
        return answer[1]["rows"].reshape(self.worlds, -1)

    def draw(self, world: int) -> str:
        return "\n".join(self._ask({"kind": "draw", "world": world})[0]["rows"]) + "\n"

    def figures(self, rows: np.ndarray, name: str) -> np.ndarray:
        """The columns of the rows that hold one kind of figure: shape [worlds, columns]."""
        first, end = self.about["columns"][name]
        return rows[:, first:end]

    def observation(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        """By name, what is seen of each world: shape [worlds], or [worlds, length]."""
        numbers = self.figures(rows, "observation")
        seen: dict[str, np.ndarray] = {}
        at = 0
        for entry in self.about["spaces"]:
            if entry["kind"] == "discrete":
                seen[entry["name"]] = numbers[:, at].astype(np.int64) + entry["start"]
                at += 1
            elif entry["kind"] == "list":
                seen[entry["name"]] = numbers[:, at : at + entry["length"]].astype(np.int64) + entry["start"]
                at += entry["length"]
            else:
                seen[entry["name"]] = numbers[:, at : at + 1].copy()
                at += 1
        return seen

    def info(self, rows: np.ndarray) -> dict[str, Any]:
        """What is known of each world beside its reward; the first axis of every array is the worlds."""
        terms = self.figures(rows, "terms").T.copy()
        events = self.figures(rows, "events").T.astype(bool)
        intent: dict[str, Any] = {}
        for event, holds in zip(self.about["events"], events):
            intent.setdefault(event["kind"], {})[event["name"]] = holds
        if self.about["scored"]:
            intent["score"] = self.figures(rows, "score")[:, 0].copy()
        return {
            "action_mask": self.figures(rows, "mask").astype(np.int8),
            "action_taken": self.figures(rows, "action")[:, 0].astype(np.int64),
            "terms": dict(zip(self.about["terms"], terms)),
            "intent": intent,
        }


def _first(values: Any) -> Any:
    """What a dict of arrays says of the first world, as Python's own values where they are single."""
    if isinstance(values, dict):
        return {name: _first(value) for name, value in values.items()}
    return values[0] if values.ndim > 1 else values[0].item()


class CaseEnv(gymnasium.Env):
    """
    One world of a case, paid by one of its drives.

    An observation is a dict by the names of what is seen; an action is a number, named by `action_names`. `info` holds `action_mask`
    (which actions can be taken), `action_taken`, `terms` (what each term of the drive paid) and `intent` (what the designer meant
    and the reward may not say: by kind and name whether each item holds of the step, and the step's `score`).

    :param case: a case of the library
    :param file: or the path of a case file of one's own
    :param drive: the drive that pays; the case's first where left out
    :param settings: the case's parameters
    :param render_mode: "ansi" for the case's drawing
    :param unavailable: an action that cannot be taken is replaced by one drawn from those that can ("draw"), or raises ("error")
    :param timeout: seconds that Innate has for one step
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 4}

    def __init__(
        self,
        case: str | None = None,
        *,
        file: str | os.PathLike[str] | None = None,
        drive: str | None = None,
        settings: dict[str, float | str] | None = None,
        render_mode: str | None = None,
        unavailable: str = "draw",
        timeout: float = 60.0,
    ) -> None:
        self.render_mode = render_mode
        self._worlds = _Worlds(1, case, file, drive, settings, unavailable, timeout)
        self.observation_space = self._worlds.observation_space
        self.action_space = self._worlds.action_space

    @property
    def action_names(self) -> list[str]:
        """What the numbers of actions stand for."""
        return list(self._worlds.actions)

    @property
    def about(self) -> dict[str, Any]:
        """The case as Innate describes it: world, drive and its drives, horizon, discount, terms, and the values of named fields."""
        return dict(self._worlds.about)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        super().reset(seed=seed)
        if seed is None and not self._begun:
            seed = int(self.np_random.integers(_SEEDS))
        self._begun = True
        rows = self._worlds.reset([0], [None if seed is None else seed % _SEEDS])
        return self._seen(rows), _first(self._worlds.info(rows))

    _begun = False

    def step(self, action: Any):
        rows = self._worlds.step(np.asarray(action).reshape(1), autoreset=False)
        reward, terminated, truncated = rows[0, :3].tolist()
        return self._seen(rows), reward, terminated == 1, truncated == 1, _first(self._worlds.info(rows))

    def _seen(self, rows: np.ndarray) -> dict[str, Any]:
        return {name: values[0] for name, values in self._worlds.observation(rows).items()}

    def render(self) -> str | None:
        return self._worlds.draw(0) if self.render_mode == "ansi" else None

    def close(self) -> None:
        self._worlds.close()


class CaseVectorEnv(gymnasium.vector.VectorEnv):
    """Many worlds of a case, stepped in one batch: see `CaseEnv`. Where an episode is over, the next step begins another one."""

    metadata = {"render_modes": ["ansi"], "render_fps": 4, "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(
        self,
        num_envs: int = 1,
        case: str | None = None,
        *,
        file: str | os.PathLike[str] | None = None,
        drive: str | None = None,
        settings: dict[str, float | str] | None = None,
        render_mode: str | None = None,
        unavailable: str = "draw",
        timeout: float = 60.0,
    ) -> None:
        self.num_envs = num_envs
        self.render_mode = render_mode
        self._worlds = _Worlds(num_envs, case, file, drive, settings, unavailable, timeout)
        self.single_observation_space = self._worlds.observation_space
        self.single_action_space = self._worlds.action_space
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.action_names = list(self._worlds.actions)

    def reset(self, *, seed: int | list[int | None] | None = None, options: dict[str, Any] | None = None):
        seeds = [seed + k for k in range(self.num_envs)] if isinstance(seed, int) else seed
        super().reset(seed=seeds[0] if seeds is not None else None)
        if seeds is None:
            seeds = [None] * self.num_envs if self._begun else self.np_random.integers(_SEEDS, size=self.num_envs).tolist()
        if len(seeds) != self.num_envs:
            raise InnateError("usage", f"{len(seeds)} seeds for {self.num_envs} environments")
        self._begun = True
        mask = (options or {}).get("reset_mask")
        which = [k for k in range(self.num_envs) if mask is None or mask[k]]
        rows = self._worlds.reset(which, [None if seeds[k] is None else seeds[k] % _SEEDS for k in which])
        return self._worlds.observation(rows), self._infos(rows)

    _begun = False

    def step(self, actions: Any):
        rows = self._worlds.step(np.asarray(actions).reshape(-1), autoreset=True)
        return self._worlds.observation(rows), rows[:, 0].copy(), rows[:, 1] == 1, rows[:, 2] == 1, self._infos(rows)

    def _infos(self, rows: np.ndarray) -> dict[str, Any]:
        return _masked(self._worlds.info(rows), self.num_envs)

    def render(self) -> tuple[str, ...] | None:
        return tuple(self._worlds.draw(k) for k in range(self.num_envs)) if self.render_mode == "ansi" else None

    def close_extras(self, **kwargs: Any) -> None:
        self._worlds.close()


def _masked(values: dict[str, Any], size: int) -> dict[str, Any]:
    """Info of many as Gymnasium writes it: beside each key one with an underscore, which says for whom it is there."""
    infos: dict[str, Any] = {}
    for name, value in values.items():
        infos[name] = _masked(value, size) if isinstance(value, dict) else value
        infos[f"_{name}"] = np.ones(size, bool)
    return infos
