"""The state of an environment as bytes that are equal where its attributes are: what it is enumerated by."""

from __future__ import annotations

import enum
import functools
import hashlib
import random
import types
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np

from innate_bridge.environments import layers

# What an environment draws with or holds of Gymnasium, which is no part of its state.
_SKIPPED = frozenset(
    "spec metadata render_mode observation_space action_space _observation_space _action_space _np_random_seed reward_range "
    "window window_surface screen surf surface viewer renderer clock isopen font env _has_reset _cached_spec _saved_kwargs".split()
)
_SKIPPED_ENDINGS = ("_img", "_imgs", "_image", "_images", "_surface", "_renderer", "_viewer")
_STATELESS = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type, functools.partial, np.ufunc, np.dtype)
_PLAIN = (type(None), bool, int, float, complex, str, bytes)


class Unreadable(Exception):
    """An attribute whose value cannot be read as bytes."""


def attributes(env: gymnasium.Env) -> Iterator[tuple[str, Any]]:
    """The attributes of an environment and of its wrappers that may be part of its state, by name."""
    for depth, layer in enumerate(reversed(layers(env))):
        prefix = "" if depth == 0 else f"{type(layer).__name__}."
        for name, value in vars(layer).items():
            if name not in _SKIPPED and not name.endswith(_SKIPPED_ENDINGS) and not _is_drawing(value):
                yield prefix + name, value


def _is_drawing(value: Any) -> bool:
    return type(value).__module__.split(".")[0] == "pygame" or isinstance(value, gymnasium.Env)


class Reader:
    """Reads values into bytes, and keeps the generators that it meets apart from them."""

    def __init__(self) -> None:
        self.generators: list[str] = []
        self.met: dict[int, int] = {}
        self.held: list[Any] = []  # a reduced value has to live while its id is known

    def read(self, value: Any) -> Any:
        """A value made of tuples, numbers and strings that is equal to another's where the values are."""
        if isinstance(value, enum.Enum):
            return ("enum", value.name)
        if isinstance(value, _PLAIN):
            return (type(value).__name__, value.hex() if isinstance(value, float) else value)
        if isinstance(value, np.generic):
            return ("number", value.dtype.str, value.tobytes())
        if isinstance(value, _STATELESS) or isinstance(value, (gymnasium.Space, gymnasium.Env)):
            return ("code", getattr(value, "__qualname__", type(value).__name__))
        if isinstance(value, (np.random.Generator, np.random.BitGenerator, np.random.RandomState, random.Random)):
            self.generators.append(_state_of(value))
            return ("generator",)
        if id(value) in self.met:
            return ("again", self.met[id(value)])
        self.met[id(value)] = len(self.met)
        self.held.append(value)
        return self._read_container(value)

    def _read_container(self, value: Any) -> Any:
        match value:
            case np.ndarray() if value.dtype != object:
                return ("array", value.dtype.str, value.shape, value.tobytes())
            case np.ndarray():
                return ("objects", value.shape, tuple(self.read(item) for item in value.reshape(-1)))
            case list() | tuple() | deque():
                return (type(value).__name__, tuple(self.read(item) for item in value))
            case dict():
                return (type(value).__name__, tuple((self.read(key), self.read(item)) for key, item in value.items()))
            case set() | frozenset():
                return ("set", tuple(sorted(repr(self.read(item)) for item in value)))
            case types.MethodType():
                return ("method", value.__func__.__qualname__, self.read(value.__self__))
        return self._read_object(value)

    def _read_object(self, value: Any) -> Any:
        """As `copy` takes an object apart, so that what is copied is what is read."""
        try:
            parts = value.__reduce_ex__(4)
        except Exception as error:  # noqa: BLE001 - what cannot be copied says so in many ways
            raise Unreadable(f"{type(value).__name__}: {error}") from None
        if isinstance(parts, str):
            return ("global", parts)
        items = tuple(tuple(part) if hasattr(part, "__next__") else part for part in parts[1:])
        return (type(value).__qualname__, tuple(self.read(item) for item in items))


def _state_of(generator: Any) -> str:
    if isinstance(generator, random.Random):
        return repr(generator.getstate())
    if isinstance(generator, np.random.RandomState):
        return repr(generator.get_state(legacy=False))
    bits = generator.bit_generator if isinstance(generator, np.random.Generator) else generator
    return repr(bits.state)


@dataclass(frozen=True)
class Snapshot:
    """What an environment is at one moment, as digests."""

    parts: dict[str, bytes]  # by name of an attribute
    generators: bytes  # of what every generator that it can draw with will draw next

    def key(self, shown: bytes) -> bytes:
        """One key of all attributes and of what is shown of them."""
        whole = hashlib.blake2b(shown, digest_size=16)
        for name in sorted(self.parts):
            whole.update(name.encode())
            whole.update(self.parts[name])
        return whole.digest()


def snapshot(env: gymnasium.Env, without: frozenset[str]) -> Snapshot:
    """
    What an environment is now.

    :param without: names of attributes that are left out
    :raises Unreadable: if one cannot be read
    """
    reader = Reader()
    parts = {}
    for name, value in attributes(env):
        try:
            read = reader.read(value)
        except Unreadable as error:
            raise Unreadable(f'its attribute "{name}" cannot be read ({error})') from None
        if name not in without:
            parts[name] = _digest(read)
    for layer in layers(env):
        for space in (vars(layer).get("observation_space"), vars(layer).get("action_space")):
            if space is not None and space._np_random is not None:
                reader.read(space._np_random)
    # Those of whole modules, which an environment should not use, but may.
    _, key, position, *_ = np.random.get_state(legacy=True)
    return Snapshot(parts, _digest((reader.generators, random.getstate(), bytes(key), position)))


def _digest(value: Any) -> bytes:
    return hashlib.blake2b(repr(value).encode(), digest_size=16).digest()


def put_back(env: gymnasium.Env, values: dict[str, Any]) -> None:
    """Sets attributes that `attributes` names."""
    for layer in layers(env):
        for name in values:
            prefix, _, own = name.rpartition(".")
            if prefix == ("" if layer is env.unwrapped else type(layer).__name__):
                setattr(layer, own, values[name])
