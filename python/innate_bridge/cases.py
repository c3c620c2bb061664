"""Innate's cases as Gymnasium environments."""

from __future__ import annotations

from typing import Any

import gymnasium
import gymnasium.vector
import numpy as np
from gymnasium.vector.utils import batch_space

from innate_bridge.node import InnateError
from innate_bridge.worlds import Worlds

# Gymnasium 1.0 resets in the next step too, and has no name for it yet.
_AUTORESET = {} if not hasattr(gymnasium.vector, "AutoresetMode") else {"autoreset_mode": gymnasium.vector.AutoresetMode.NEXT_STEP}


class CaseEnv(gymnasium.Env):
    """
    One world of a case, paid by one of its drives.

    An observation is a dict by the names of what is seen; an action is a number, which `action_names` names. `info` holds
    `action_mask` (1 where an action can be taken), `action_taken`, `terms` (what each term of the drive paid), and `intent`: what the
    designer meant, whatever the reward says, as `never`, `keepPossible` and `reach` by name, and `score`.

    :param render_mode: "ansi" for the case's drawing
    :param options: `case` or `file`, `drive`, `settings`, `unavailable`, `timeout`: see `innate_bridge.worlds.Worlds`
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 4}

    def __init__(self, case: str | None = None, *, render_mode: str | None = None, **options: Any) -> None:
        self.render_mode = render_mode
        self._worlds = Worlds(1, case, **options)
        self.observation_space = self._worlds.observation_space
        self.action_space = self._worlds.action_space

    @property
    def about(self) -> dict[str, Any]:
        """The case as Innate describes it: world, drive, drives, horizon, discount, actions, terms, and what the values seen stand for."""
        return dict(self._worlds.about)

    @property
    def action_names(self) -> list[str]:
        """What the numbers of actions stand for."""
        return list(self._worlds.about["actions"])

    def state(self) -> dict[str, Any]:
        """Where the world stands, what an agent does not see included, as the case writes it."""
        return self._worlds.state(0)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        super().reset(seed=seed)
        rows = self._worlds.reset([0], [seed], self.np_random)
        return self._seen(rows), _single(self._worlds.info(rows))

    def step(self, action: Any) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        rows = self._worlds.step(action, autoreset=False)
        reward, terminated, truncated = (figure.item() for figure in self._worlds.outcome(rows))
        return self._seen(rows), reward, terminated, truncated, _single(self._worlds.info(rows))

    def _seen(self, rows: np.ndarray) -> dict[str, Any]:
        return {name: values[0] for name, values in self._worlds.observation(rows).items()}

    def render(self) -> str | None:
        return self._worlds.draw(0) if self.render_mode == "ansi" else None

    def close(self) -> None:
        self._worlds.close()


class CaseVectorEnv(gymnasium.vector.VectorEnv):
    """Many worlds of a case that take their steps together: see `CaseEnv`. Where an episode is over, the next step begins another one."""

    metadata = {"render_modes": ["ansi"], "render_fps": 4, **_AUTORESET}

    def __init__(
        self, num_envs: int = 1, case: str | None = None, *, render_mode: str | None = None, **options: Any
    ) -> None:
        self.num_envs = num_envs
        self.render_mode = render_mode
        self._worlds = Worlds(num_envs, case, **options)
        self.action_names = list(self._worlds.about["actions"])
        self.single_observation_space = self._worlds.observation_space
        self.single_action_space = self._worlds.action_space
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)

    def reset(
        self, *, seed: int | list[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        seeds = [None if seed is None else seed + k for k in range(self.num_envs)] if not isinstance(seed, list) else seed
        if len(seeds) != self.num_envs:
            raise InnateError("usage", f"{len(seeds)} seeds for {self.num_envs} environments")
        super().reset(seed=seeds[0])
        mask = (options or {}).get("reset_mask", np.ones(self.num_envs, bool))
        which = np.flatnonzero(mask).tolist()
        rows = self._worlds.reset(which, [seeds[k] for k in which], self.np_random)
        return self._worlds.observation(rows), _masked(self._worlds.info(rows), self.num_envs)

    def step(
        self, actions: Any
    ) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        rows = self._worlds.step(actions, autoreset=True)
        return self._worlds.observation(rows), *self._worlds.outcome(rows), _masked(self._worlds.info(rows), self.num_envs)

    def render(self) -> tuple[str, ...] | None:
        return tuple(self._worlds.draw(k) for k in range(self.num_envs)) if self.render_mode == "ansi" else None

    def close_extras(self, **kwargs: Any) -> None:
        self._worlds.close()


def _single(values: Any) -> Any:
    """What a dict of arrays says of the first world, as Python's own values where they are single."""
    if isinstance(values, dict):
        return {name: _single(value) for name, value in values.items()}
    return values[0] if values.ndim > 1 else values[0].item()


def _masked(values: dict[str, Any], size: int) -> dict[str, Any]:
    """Info of many as Gymnasium writes it: beside each key one with an underscore, which says who has it."""
    infos: dict[str, Any] = {}
    for name, value in values.items():
        infos[name] = _masked(value, size) if isinstance(value, dict) else value
        infos[f"_{name}"] = np.ones(size, bool)
    return infos
