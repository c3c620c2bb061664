"""Spaces of Gymnasium: what they are, and their elements as rows of numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from gymnasium import spaces

from innate_bridge.errors import BridgeError, contract

_WHOLE = ("int8", "int16", "int32", "uint8", "uint16", "bool")


def _bounds(values: np.ndarray) -> list[float | None]:
    """Bounds in C order, one where all are the same; None where there is no bound."""
    flat = np.unique(values) if np.all(values == values.flat[0]) else values.reshape(-1)
    return [float(value) if math.isfinite(value) else None for value in flat.tolist()]


def describe(space: spaces.Space, role: str) -> dict[str, Any]:
    """
    A space as JSON: its kind with what bounds it; sizes and bounds of arrays in C order.

    :param role: "observation" or "action", for the error
    :raises BridgeError: "request" if it is of a kind whose elements have no fixed size
    """
    match space:
        case spaces.Discrete():
            return {"kind": "discrete", "n": int(space.n), "start": int(space.start)}
        case spaces.MultiDiscrete():
            nvec, start = np.asarray(space.nvec), np.broadcast_to(np.asarray(space.start), np.shape(space.nvec))
            return {
                "kind": "multiDiscrete",
                "shape": list(nvec.shape),
                "nvec": nvec.reshape(-1).tolist(),
                "start": start.reshape(-1).tolist(),
            }
        case spaces.MultiBinary():
            return {"kind": "multiBinary", "shape": list(space.shape)}
        case spaces.Box():
            return {
                "kind": "box",
                "shape": list(space.shape),
                "dtype": space.dtype.name,
                "low": _bounds(space.low) if space.low.size > 0 else [],
                "high": _bounds(space.high) if space.high.size > 0 else [],
            }
        case spaces.Dict():
            return {"kind": "dict", "entries": [[str(name), describe(item, role)] for name, item in space.spaces.items()]}
        case spaces.Tuple():
            return {"kind": "tuple", "items": [describe(item, role) for item in space.spaces]}
    raise BridgeError(
        "request",
        f"its {role} space is or holds a {type(space).__name__}, whose elements have no fixed size; "
        "expected Discrete, MultiDiscrete, MultiBinary, Box, or a Dict or Tuple of them",
    )


def leaves(space: spaces.Space) -> list[spaces.Space]:
    """The spaces that a space is made of, in the order of its rows."""
    match space:
        case spaces.Dict():
            return [leaf for item in space.spaces.values() for leaf in leaves(item)]
        case spaces.Tuple():
            return [leaf for item in space.spaces for leaf in leaves(item)]
    return [space]


def _size(leaf: spaces.Space) -> int:
    return int(np.prod(leaf.shape or (), dtype=np.int64))


def _fits_int32(leaf: spaces.Space) -> bool:
    low, high = limits(leaf)
    return bool(np.all(low >= -(2**31)) and np.all(high < 2**31))


def limits(leaf: spaces.Space) -> tuple[np.ndarray, np.ndarray]:
    """Least and greatest value of each number of a leaf, both included, flat."""
    match leaf:
        case spaces.Discrete():
            return np.array([leaf.start]), np.array([leaf.start + leaf.n - 1])
        case spaces.MultiDiscrete():
            start = np.broadcast_to(np.asarray(leaf.start), np.shape(leaf.nvec)).reshape(-1)
            return start, start + np.asarray(leaf.nvec).reshape(-1) - 1
        case spaces.MultiBinary():
            return np.zeros(_size(leaf)), np.ones(_size(leaf))
        case spaces.Box():
            return leaf.low.reshape(-1), leaf.high.reshape(-1)
    raise TypeError(f"no leaf: {leaf}")


def _dtype(parts: list[spaces.Space]) -> np.dtype:
    """The smallest kind of number on the wire that holds every element exactly (integers beyond 2**53 excepted)."""
    names = {leaf.dtype.name if isinstance(leaf, spaces.Box) else "whole" for leaf in parts}
    if names == {"uint8"}:
        return np.dtype("uint8")
    if names == {"float32"}:
        return np.dtype("float32")
    whole = all(not isinstance(leaf, spaces.Box) or leaf.dtype.kind in "iub" for leaf in parts)
    return np.dtype("int32") if whole and all(_fits_int32(leaf) for leaf in parts) else np.dtype("float64")


class Layout:
    """How the elements of a space become rows of numbers: those of its leaves one after another, each in C order."""

    def __init__(self, space: spaces.Space, role: str) -> None:
        self.space = space
        self.role = role
        self.json = describe(space, role)
        self.leaves = leaves(space)
        self.sizes = [_size(leaf) for leaf in self.leaves]
        self.width = sum(self.sizes)
        self.dtype = _dtype(self.leaves)
        bounds = [limits(leaf) for leaf in self.leaves]
        self.low, self.high = (np.concatenate([np.zeros(0), *(np.asarray(pair[k], np.float64) for pair in bounds)]) for k in (0, 1))
        if self.dtype == np.float32:
            # As the space itself holds them: a bound of float32 is not its decimal in float64.
            self.low, self.high = self.low.astype(np.float32), self.high.astype(np.float32)
        self.bounded = bool(np.any(np.isfinite(self.low)) or np.any(np.isfinite(self.high)))
        self.single = self.leaves[0] if not isinstance(space, (spaces.Dict, spaces.Tuple)) else None

    def _parts(self, element: Any, space: spaces.Space) -> list[Any]:
        """What the leaves hold of an element."""
        match space:
            case spaces.Dict():
                if not isinstance(element, dict) or set(element) != set(space.spaces):
                    keys = sorted(map(str, element)) if isinstance(element, dict) else type(element).__name__
                    raise contract(f"expected a dict with {', '.join(map(str, space.spaces))}, got {keys}")
                return [part for name, item in space.spaces.items() for part in self._parts(element[name], item)]
            case spaces.Tuple():
                if not isinstance(element, (tuple, list)) or len(element) != len(space.spaces):
                    raise contract(f"expected a tuple of {len(space.spaces)}, got {brief(element)}")
                return [part for value, item in zip(element, space.spaces) for part in self._parts(value, item)]
        return [element]

    def _row(self, element: Any) -> np.ndarray:
        """The row of one element, checked; slower than `rows`, and says what is wrong."""
        parts = []
        for part, leaf in zip(self._parts(element, self.space), self.leaves):
            try:
                array = np.asarray(part)
                shape = () if isinstance(leaf, spaces.Discrete) else leaf.shape
                if array.dtype.kind not in "iufb":
                    raise contract(f"expected numbers of {leaf}, got {brief(part)} ({type(part).__name__})")
                if array.shape != shape:
                    raise contract(f"expected shape {shape} of {leaf}, got {array.shape}: {brief(part)}")
                whole = not isinstance(leaf, spaces.Box) or leaf.dtype.kind in "iub"
                if whole and array.dtype.kind == "f" and not np.all(array == np.floor(array)):
                    raise contract(f"expected whole numbers of {leaf}, got {brief(part)}")
                parts.append(array.astype(leaf.dtype if isinstance(leaf, spaces.Box) else np.int64).reshape(-1))
            except (TypeError, ValueError) as error:
                raise contract(f"expected an element of {leaf}, got {brief(part)}") from error
        row = np.concatenate([part.astype(self.dtype) for part in parts] or [np.zeros(0, self.dtype)])
        outside = ~((row >= self.low) & (row <= self.high))
        if np.any(outside):
            at = int(np.argmax(outside))
            value, low, high = row[at].item(), self.low[at].item(), self.high[at].item()
            where = "" if self.width == 1 else f" at index {at}"
            raise contract(f"{value:.12g}{where} is outside [{low:.12g}, {high:.12g}]")
        return row

    def rows(self, elements: list[Any]) -> np.ndarray:
        """
        The rows of elements, shape [elements, width].

        :raises BridgeError: "contract" if one is not in the space
        """
        if self.single is not None:
            try:
                batch = np.asarray(elements)
            except ValueError:
                batch = np.zeros(0)
            shape = () if isinstance(self.single, spaces.Discrete) else self.single.shape
            kinds = "iufb" if self.dtype.kind == "f" else "iub"
            if batch.shape == (len(elements), *shape) and batch.dtype.kind in kinds:
                rows = batch.reshape(len(elements), self.width)
                if rows.dtype != self.dtype:
                    rows = rows.astype(np.float64).astype(self.dtype) if self.dtype.kind == "f" else rows
                if not self.bounded or bool(((rows >= self.low) & (rows <= self.high)).all()):
                    if self.bounded or not np.isnan(rows).any():
                        return rows.astype(self.dtype, copy=False)
        rows = np.empty((len(elements), self.width), self.dtype)
        for k, element in enumerate(elements):
            try:
                rows[k] = self._row(element)
            except BridgeError as error:
                raise contract(f"{self.role} {brief(element)} is not in the {self.role} space {brief(self.space)}: {error}") from None
        return rows

    def elements(self, numbers: np.ndarray) -> list[Any]:
        """
        The elements that rows of numbers stand for.

        :param numbers: shape [elements * width]
        """
        if isinstance(self.single, spaces.Discrete):
            return numbers.tolist() if numbers.dtype.kind in "iu" else [int(value) for value in numbers.tolist()]
        rows = numbers.reshape(-1, self.width)
        return [self._element(row, self.space)[0] for row in rows]

    def _element(self, row: np.ndarray, space: spaces.Space) -> tuple[Any, np.ndarray]:
        """The element that a row begins with, and the rest of the row."""
        match space:
            case spaces.Dict():
                entries = {}
                for name, item in space.spaces.items():
                    entries[name], row = self._element(row, item)
                return entries, row
            case spaces.Tuple():
                items = []
                for item in space.spaces:
                    element, row = self._element(row, item)
                    items.append(element)
                return tuple(items), row
            case spaces.Discrete():
                return int(row[0]), row[1:]
        size = _size(space)
        return row[:size].astype(space.dtype).reshape(space.shape), row[size:]


def brief(value: Any) -> str:
    """A value as Python writes it, shortened to fit into one line of an error."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 120 else f"{text[:117]}…"
