"""Trajectories out: records what an agent does as lines of JSON that `innate judge` reads; docs/trajectories.md describes them."""

from __future__ import annotations

import gzip
import os
from typing import Any, TextIO

import gymnasium

from innate_bridge import infos
from innate_bridge.lines import header, plain, write_line


class RecordTrajectories(gymnasium.Wrapper):
    """
    Writes each step into a file, one line of JSON; compressed where its name ends in .gz.

    Of an environment of Innate's it writes the states, what the agent does not see included, and the action that was taken; of any
    other the observations, and what `info` says.

    :param file: where to; a file that is there already is an error
    """

    def __init__(self, env: gymnasium.Env, file: str | os.PathLike[str]) -> None:
        super().__init__(env)
        path = os.fspath(file)
        self._stream: TextIO = gzip.open(path, "xt") if path.endswith(".gz") else open(path, "x", encoding="utf-8")
        self._case = env.unwrapped if hasattr(env.unwrapped, "state") and hasattr(env.unwrapped, "about") else None
        self._episode = -1
        self._step = 0
        self._before: Any = None
        name = None if env.spec is None else f"gym:{env.spec.id}"
        about = None if self._case is None else self._case.about
        write_line(
            self._stream,
            header(name) if about is None else header(about["world"], drive=about["drive"], settings=about["settings"]),
        )

    def reset(self, **options: Any) -> tuple[Any, dict[str, Any]]:
        observation, info = super().reset(**options)
        self._episode += 1
        self._step = 0
        self._before = self._shown(observation)
        return observation, info

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        observation, reward, terminated, truncated, info = super().step(action)
        after = self._shown(observation)
        here, there = ("observation", "nextObservation") if self._case is None else ("state", "nextState")
        taken = plain(action) if self._case is None else self._case.action_names[info["action_taken"]]
        write_line(
            self._stream,
            {
                "episode": self._episode,
                "step": self._step,
                here: self._before,
                "action": taken,
                "reward": plain(float(reward)),
                there: after,
                "terminated": bool(terminated),
                "truncated": bool(truncated),
                **({"info": infos.plain(info)} if self._case is None and info else {}),
            },
        )
        self._step += 1
        self._before = after
        return observation, reward, terminated, truncated, info

    def _shown(self, observation: Any) -> Any:
        return plain(observation) if self._case is None else self._case.state()

    def close(self) -> None:
        self._stream.close()
        super().close()
