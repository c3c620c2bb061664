"""An environment that is played by save-points, with what drives and intents read of its steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from innate_bridge.copies import Copies
from innate_bridge.declared import Declared, Moment
from innate_bridge.environments import Environments
from innate_bridge.infos import plain
from innate_bridge.savepoints import Arrived, SavePoints
from innate_bridge.terms import RewardTerms
from innate_bridge.trial import trial

Answer = tuple[dict[str, Any], dict[str, np.ndarray]]


class Play:
    """
    One environment that is played.

    :param choices: what is taken for each action, shape [actions, width]
    :param terms: names of what `info` tells of the reward
    :param declared: a user's drives and intent
    :param infos: whether answers carry infos
    """

    def __init__(
        self,
        environments: Environments,
        choices: np.ndarray,
        terms: list[str],
        declared: Declared | None,
        infos: bool,
    ) -> None:
        env, observation, action = environments.copies[0], environments.observation, environments.action
        self._trial = trial(env, observation, action, choices)
        self._observation, self._action, self._choices = observation, action, choices
        self._terms = RewardTerms(terms, self._trial.infos) if terms else None
        self._declared = declared
        self._infos = infos
        way = self._trial.way
        self._points = SavePoints(env, observation, action, choices, None if way is None else Copies(way))

    def known(self) -> Answer:
        """What the trial found, and the names of the terms."""
        found = self._trial
        return {
            "drawsStart": found.draws_start,
            "drawsStep": found.draws_step,
            "copies": found.way,
            "why": found.why,
            "terms": [] if self._terms is None else self._terms.names,
            "declared": None if self._declared is None else self._declared.json(),
            "columns": self._count(),
        }, {"low": found.low, "high": found.high}

    def _count(self) -> int:
        """Numbers of an answer between the reward and the observation."""
        declared = self._declared
        columns = 0 if declared is None else len(declared.of_moments) + len(declared.of_states)
        return columns + (0 if self._terms is None else len(self._terms.names))

    def start(self, seed: int) -> Answer:
        point, arrived = self._points.start(seed)
        return self._answer(point, arrived, None, _NO_CHOICE)

    def go(self, point: int, choice: int, seed: int | None, before: np.ndarray | None) -> Answer:
        """
        What a step comes to: an answer without numbers where the environment drew a random number and was given no seed.

        :param before: the observation at the save-point, needed where a drive is declared
        """
        gone = self._points.go(point, choice, seed)
        return ({}, {}) if gone is None else self._answer(*gone, before, choice)

    def _answer(self, point: int, arrived: Arrived, before: np.ndarray | None, choice: int) -> Answer:
        """As `numbers`: save-point, terminated, truncated, reward, terms, columns of moments and of states, observation."""
        numbers = [float(point), float(arrived.terminated), float(arrived.truncated), arrived.reward]
        if self._terms is not None:
            numbers += self._terms.values(arrived.info, arrived.reward) if choice != _NO_CHOICE else [0.0] * len(self._terms.names)
        if self._declared is not None:
            numbers += self._columns(self._declared, arrived, before, choice)
        numbers += arrived.row.tolist()
        told = {"info": plain(arrived.info)} if self._infos and arrived.info else {}
        return told, {"numbers": np.array(numbers)}

    def _columns(self, declared: Declared, arrived: Arrived, before: np.ndarray | None, choice: int) -> list[float]:
        element = lambda row: self._observation.elements(row.astype(self._observation.dtype))[0]  # noqa: E731
        shown = element(arrived.row)
        if before is None:
            return [0.0] * len(declared.of_moments) + declared.state_values(shown)
        moment = Moment(
            element(before),
            self._action.elements(self._choices[choice])[0],
            shown,
            arrived.reward,
            arrived.terminated,
            arrived.truncated,
            arrived.info,
        )
        return declared.moment_values(moment) + declared.state_values(element(arrived.row))


_NO_CHOICE = -1
