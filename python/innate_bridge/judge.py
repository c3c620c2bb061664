"""What the drives and the intent of a file make of the steps and the states of a table."""

from __future__ import annotations

from typing import Any

import numpy as np

from innate_bridge.declared import Declared, Moment
from innate_bridge.environments import Environments


def _nested(flat: dict[str, float]) -> dict[str, Any]:
    """The info whose numbers stand under "name.key"."""
    info: dict[str, Any] = {}
    for path, value in flat.items():
        *outer, last = path.split(".")
        into = info
        for name in outer:
            into = into.setdefault(name, {})
        into[last] = value
    return info


def judge(declared: Declared, environments: Environments, arrays: dict[str, np.ndarray], infos: list[str]) -> dict[str, np.ndarray]:
    """
    :param arrays: `states`, observations of all states [states, width]; and of steps `before` and `after`, numbers of states, `actions`
        [steps, width], `rewards`, `terminated`; `info:NAME` for each name of `infos`
    :returns: `ofMoments`, shape [steps, columns], and `ofStates`, shape [states, columns]
    """
    observation, action = environments.observation, environments.action
    rows = arrays["states"].reshape(-1, observation.width)
    # Made anew for each step, as a function may write into what it is given.
    shown = lambda state: observation.elements(rows[state])[0]  # noqa: E731
    columns = []
    for k, (before, after) in enumerate(zip(arrays["before"].tolist(), arrays["after"].tolist())):
        taken = action.elements(arrays["actions"].reshape(-1, action.width)[k])[0]
        told = {name: float(arrays[f"info:{name}"][k]) for name in infos}
        moment = Moment(
            shown(before), taken, shown(after), float(arrays["rewards"][k]), bool(arrays["terminated"][k]), False, _nested(told)
        )
        columns.append(declared.moment_values(moment))
    return {
        "ofMoments": np.array(columns, np.float64).reshape(-1),
        "ofStates": np.array([declared.state_values(shown(state)) for state in range(len(rows))], np.float64).reshape(-1),
    }
