"""The messages between Innate and Python: the other half of src/bridge/frames.ts, which describes them."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

import numpy as np

_PREFIX = struct.Struct("<II")
# Looked up for each frame: the name of a dtype and an encoder take longer to make than all else.
_NAMES = {np.dtype(name): name for name in ("int32", "int64", "float32", "float64", "uint8")}
_KINDS = {name: kind.newbyteorder("<") for kind, name in _NAMES.items()}
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


def _padded(size: int) -> int:
    return (size + 7) & ~7


def write_frame(stream: BinaryIO, header: dict[str, Any], arrays: dict[str, np.ndarray] | None = None) -> None:
    """Writes one frame: a header that JSON can say, and arrays of numbers, flattened in C order."""
    named, contents, size = [], [], 0
    for name, array in (arrays or {}).items():
        kind = _NAMES.get(array.dtype)
        if kind is None:
            raise TypeError(f"array {name!r} has dtype {array.dtype}, expected one of {', '.join(_KINDS)}")
        content = array.astype(_KINDS[kind], copy=False).tobytes()
        named.append([name, kind, array.size])
        contents += [content, bytes(_padded(len(content)) - len(content))]
        size += _padded(len(content))
    text = _ENCODE({**header, "arrays": named} if named else header).encode()
    start = _padded(_PREFIX.size + len(text)) - _PREFIX.size
    parts = [_PREFIX.pack(len(text), start + size), text, bytes(start - len(text)), *contents]
    stream.write(b"".join(parts))
    stream.flush()


def _read(stream: BinaryIO, size: int) -> bytes:
    """Exactly `size` bytes; fewer only where the other side has closed the pipe."""
    parts = []
    while size > 0:
        part = stream.read(size)
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], dict[str, np.ndarray]] | None:
    """The next frame's header and its arrays, one-dimensional; None once the other side has closed the pipe."""
    prefix = _read(stream, _PREFIX.size)
    if len(prefix) < _PREFIX.size:
        return None
    text_size, size = _PREFIX.unpack(prefix)
    body = _read(stream, size)
    if len(body) < size:
        return None
    header = json.loads(body[:text_size])
    arrays: dict[str, np.ndarray] = {}
    at = _padded(_PREFIX.size + text_size) - _PREFIX.size
    for name, dtype, length in header.pop("arrays", []):
        kind = _KINDS[dtype]
        arrays[name] = np.frombuffer(body, kind, length, at)
        at += _padded(length * kind.itemsize)
    return header, arrays
