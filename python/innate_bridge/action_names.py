"""What the actions of an environment are called."""

from __future__ import annotations

import enum

import gymnasium

# By class, the actions of Gymnasium's own environments, which say them only in the section "Action Space" of their documentation.
_DOCUMENTED = {
    "FrozenLakeEnv": ("left", "down", "right", "up"),
    "TaxiEnv": ("south", "north", "east", "west", "pick up", "drop off"),
    "CliffWalkingEnv": ("up", "right", "down", "left"),
    "BlackjackEnv": ("stick", "hit"),
    "CartPoleEnv": ("left", "right"),
    "MountainCarEnv": ("left", "none", "right"),
    "AcrobotEnv": ("torque -1", "torque 0", "torque 1"),
    "LunarLander": ("none", "left engine", "main engine", "right engine"),
}


def _given(env: gymnasium.Env, start: int, count: int) -> list[str]:
    """Names that an environment has as a list of strings, or as an enumeration, under one of the usual attributes."""
    base = env.unwrapped
    for attribute in ("action_names", "ACTION_NAMES", "actions", "Actions"):
        given = getattr(base, attribute, None)
        if isinstance(given, type) and issubclass(given, enum.IntEnum):
            by_value = {int(item): item.name.lower() for item in given}
            names = [by_value.get(start + k, "") for k in range(count)]
        else:
            names = list(given) if isinstance(given, (list, tuple)) else []
        if len(names) == count and all(isinstance(name, str) and name for name in names) and len(set(names)) == count:
            return names
    return []


def action_names(env: gymnasium.Env) -> list[str] | None:
    """The names of the actions of a Discrete space: what the environment has, else what Gymnasium documents of its own; None where unknown."""
    space = env.action_space
    if not isinstance(space, gymnasium.spaces.Discrete):
        return None
    names = _given(env, int(space.start), int(space.n))
    kind = type(env.unwrapped)
    if not names and kind.__module__.startswith("gymnasium.envs."):
        names = list(_DOCUMENTED.get(kind.__name__, ()))
    return names if len(names) == space.n else None
