"""Copies of one environment: made, reset and stepped, several in one call."""

from __future__ import annotations

import copy
import difflib
import importlib
import inspect
import os
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import gymnasium
import numpy as np
from gymnasium import wrappers

from innate_bridge.action_names import action_names
from innate_bridge.errors import BridgeError, contract, place_of, raised
from innate_bridge.spaces import Layout, brief

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Environments:
    """Copies of one environment."""

    id: str
    copies: list[gymnasium.Env]
    observation: Layout
    action: Layout
    horizon: int | None
    again: Callable[[], gymnasium.Env]

    def chosen(self, indices: np.ndarray | None) -> list[int]:
        return list(range(len(self.copies))) if indices is None else indices.tolist()


def import_modules(names: list[str]) -> None:
    """Imports modules, which may register environments."""
    for name in names:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            missing = error.name or name
            hint = f"; it is looked for in {os.getcwd()} and where Python keeps its packages" if missing == name else ""
            raise BridgeError("request", f'no Python module "{missing}"{hint}', missing=missing) from None
        except Exception as error:  # noqa: BLE001 - whatever a user's module raises
            raise raised(f"import {name}", error) from error


def _spec(env_id: str) -> gymnasium.envs.registration.EnvSpec:
    try:
        # Not gymnasium.spec: that does not know the newest version of an id without one.
        return gymnasium.envs.registration._find_spec(env_id)
    except ModuleNotFoundError as error:
        raise BridgeError("request", f'no Python module "{error.name}"', missing=error.name) from None
    except gymnasium.error.Error as error:
        known = list(gymnasium.registry)
        by_folded = {name.lower(): name for name in known}
        near = [by_folded[name] for name in difflib.get_close_matches(env_id.lower(), by_folded, 3, 0.5)]
        if isinstance(error, gymnasium.error.DeprecatedEnv):
            raise BridgeError("request", str(error)) from None
        raise BridgeError("request", f'no environment "{env_id}"', nearest=near) from None


def _missing_package(error: BaseException) -> str | None:
    """What has to be installed for an environment, where an exception says it."""
    if isinstance(error, ModuleNotFoundError):
        return error.name
    if isinstance(error, gymnasium.error.DependencyNotInstalled):
        found = re.findall(r"pip install ['\"`]?([^'\"`\s,]+)", str(error))
        # Where several steps are said, what Gymnasium itself names includes the others.
        return next((name for name in found if name.startswith("gymnasium[")), found[0] if found else str(error))
    return None


def _make_one(env_id: str, kwargs: dict[str, Any], steps: int | None, time_limit: bool) -> gymnasium.Env:
    try:
        limit = steps if time_limit and steps is not None else -1
        env = gymnasium.make(env_id, max_episode_steps=limit, disable_env_checker=True, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever an environment raises
        missing = _missing_package(error)
        if missing is not None:
            raise BridgeError("request", f'it needs a Python package that is not installed: "{missing}"', missing=missing) from None
        unknown = re.search(r"unexpected keyword argument '(\w+)'", str(error))
        if unknown:
            known = [parameter["name"] for parameter in parameters_of(_spec(env_id))]
            raise BridgeError("request", f'"{unknown.group(1)}" is not an argument of it', arguments=known) from None
        raise raised("making it", error) from error
    for name in ("reset", "step", "observation_space", "action_space"):
        if getattr(env, name, None) is None:
            raise contract(f"it has no {name}")
    return env


def parameters_of(spec: gymnasium.envs.registration.EnvSpec) -> list[dict[str, Any]]:
    """The arguments that an environment takes, with the defaults that JSON can say."""
    entry = spec.entry_point
    try:
        creator: Any = gymnasium.envs.registration.load_env_creator(entry) if isinstance(entry, str) else entry
        signature = inspect.signature(creator)
    except Exception:  # noqa: BLE001 - an environment that cannot say its arguments still has them
        return []
    found = []
    for name, parameter in signature.parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) or name in ("self", "render_mode"):
            continue
        default = spec.kwargs.get(name, None if parameter.default is parameter.empty else parameter.default)
        plain = isinstance(default, (bool, int, float, str)) or default is None
        found.append({"name": name, "default": default if plain else brief(default)})
    return found


def make(env_id: str, kwargs: dict[str, Any], count: int, time_limit: bool) -> tuple[Environments, dict[str, Any]]:
    """Copies of an environment, and what is known of it without a step."""
    spec = _spec(env_id)
    kwargs = dict(kwargs)
    # An argument of gymnasium.make itself: what the environment is registered with, replaced.
    steps = kwargs.pop("max_episode_steps", spec.max_episode_steps)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        parameters = parameters_of(spec)
        copies = [_make_one(env_id, kwargs, steps, time_limit) for _ in range(count)]
    said = [_COLOUR.sub("", str(warning.message)) for warning in caught]
    first = copies[0]
    environments = Environments(
        env_id,
        copies,
        Layout(first.observation_space, "observation"),
        Layout(first.action_space, "action"),
        horizon_of(first, steps),
        lambda: _make_one(env_id, kwargs, steps, time_limit),
    )
    return environments, {
        "id": spec.id,
        "horizon": environments.horizon,
        "nondeterministic": bool(spec.nondeterministic),
        "observationSpace": environments.observation.json,
        "observationWidth": environments.observation.width,
        "actionSpace": environments.action.json,
        "actionWidth": environments.action.width,
        "actionNames": action_names(first),
        "wrappers": [type(env).__name__ for env in layers(first)[:-1]],
        "hasTable": isinstance(getattr(first.unwrapped, "P", None), (dict, list)),
        "parameters": parameters,
        "warnings": [text for text in dict.fromkeys(said) if "out of date" in text or "deprecated" in text.lower()],
    }


def make_again(environments: Environments) -> Environments:
    """One more copy, made as those were."""
    return replace(environments, copies=[environments.again()])


def layers(env: gymnasium.Env) -> list[gymnasium.Env]:
    """An environment's wrappers from the outermost on, and the environment itself."""
    found = [env]
    while isinstance(found[-1], gymnasium.Wrapper):
        found.append(found[-1].env)
    return found


def horizon_of(env: gymnasium.Env, steps: int | None) -> int | None:
    """Steps after which an episode is cut off: the fewest of `steps` and of what wrappers say."""
    limits = [layer._max_episode_steps for layer in layers(env) if isinstance(layer, wrappers.TimeLimit)]
    return min([*limits, *([] if steps is None else [steps])], default=None)


def reset_one(env: gymnasium.Env, seed: int | None) -> tuple[Any, dict[str, Any]]:
    """An observation and an info, as `reset` returns them."""
    try:
        result = env.reset(seed=seed)
    except Exception as error:  # noqa: BLE001
        if "unexpected keyword argument 'seed'" in str(error):
            raise contract("reset takes no seed; expected reset(self, *, seed=None, options=None)") from None
        raise raised("reset", error) from error
    if not (isinstance(result, tuple) and len(result) == 2 and isinstance(result[1], dict)):
        raise contract(f"reset returned {brief(result)}, expected a pair (observation, info) with a dict as info")
    return result


def step_one(env: gymnasium.Env, action: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
    """What `step` returns: observation, reward, terminated, truncated, info."""
    try:
        result = env.step(action)
    except Exception as error:  # noqa: BLE001
        raise raised(f"step({brief(action)})", error) from error
    if type(result) is not tuple or len(result) != 5:
        raise _wrong_step(result)
    return result


def checked_step(env: gymnasium.Env, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
    """The same, with a reward that is a number and flags that are flags."""
    observation, reward, terminated, truncated, info = step_one(env, action)
    paid = float(rewards_of([reward])[0])
    return observation, paid, bool(flags_of([terminated], "terminated")[0]), bool(flags_of([truncated], "truncated")[0]), info


def step_all(
    envs: list[gymnasium.Env], actions: list[Any], resets: list[int] | None
) -> list[tuple[Any, Any, Any, Any, dict[str, Any]]]:
    """What `step` of each environment returns, or `reset` with no reward where `resets` has a 1; `step_one` in a loop, only faster."""
    results: list[Any] = []
    try:
        if resets is None:
            for env, action in zip(envs, actions):
                results.append(env.step(action))
        else:
            for env, action, anew in zip(envs, actions, resets):
                if anew:
                    observation, info = reset_one(env, None)
                    results.append((observation, 0.0, False, False, info))
                else:
                    results.append(env.step(action))
    except BridgeError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever an environment raises
        raise raised(f"step({brief(actions[len(results)])})", error) from error
    for result in results:
        if type(result) is not tuple or len(result) != 5:
            raise _wrong_step(result)
    return results


def _wrong_step(result: Any) -> BridgeError:
    five = "expected five (observation, reward, terminated, truncated, info)"
    if isinstance(result, tuple) and len(result) == 4:
        return contract(f"step returned 4 values, {five}: it has the interface of Gym before 0.26, with one `done`")
    if isinstance(result, tuple):
        return contract(f"step returned {len(result)} values, {five}")
    return contract(f"step returned {brief(result)}, {five}")


def rewards_of(values: list[Any]) -> np.ndarray:
    """Rewards as numbers, shape [values]."""
    try:
        rewards = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        rewards = np.zeros(0)
    if rewards.shape == (len(values),) and np.isfinite(rewards).all():
        return rewards
    for value in values:
        one = np.asarray(value)
        if one.shape != () or one.dtype.kind not in "iufb":
            raise contract(f"step returned the reward {brief(value)} ({type(value).__name__}), expected a number")
        if not np.isfinite(one):
            raise contract(f"step returned the reward {value}, expected a finite number")
    raise contract(f"step returned the rewards {brief(values)}, expected numbers")


def flags_of(values: list[Any], name: str) -> np.ndarray:
    """Flags as 0 and 1, shape [values]."""
    flags = np.asarray(values)
    if flags.shape == (len(values),) and flags.dtype.kind == "b":
        return flags.astype(np.uint8)
    wrong = next((value for value in values if not isinstance(value, (bool, np.bool_))), values)
    raise contract(f"step returned {name} = {brief(wrong)} ({type(wrong).__name__}), expected True or False")


def copied(env: gymnasium.Env) -> gymnasium.Env:
    """A deep copy of an environment."""
    try:
        return copy.deepcopy(env)
    except Exception as error:  # noqa: BLE001 - whatever an environment holds
        text = f"{type(error).__name__}: {error}"
        raise BridgeError("environment", f"it cannot be copied ({text})", at=place_of(error), copying=True) from error
