"""
The server that `python -m innate_bridge` is: frames in, frames out, one answer to each request and in their order.

A request is a frame whose header has `request` (any number), `op`, `within` (the seconds that it may take from one sign of
progress to the next; without end where left out), `call` (what errors call it), and what the op needs; its answer has the same
`request` and either `ok: true` or `error`: {kind, message, and where known type, at: {file, line, function, text}, nearest, missing, arguments}. Kinds are
"request" (what was asked for is not there), "contract" (an environment breaks Gymnasium's interface), "environment" (it raised
an exception). A long op first sends frames with `request` and `progress`: {states, open}. `env` is the number that `make` gave.

Arrays of `n` rows are for the environments in the order of `indices` (int32, an array that any of these ops may be given), all
where it is left out. A row of observations or actions is the space's numbers in the order of its parts, each in C order.

op        header                                      arrays                  answer
hello                                                                         protocol, python, gymnasium, numpy
make      id, kwargs, imports, count, timeLimit,                              env, id, horizon, nondeterministic, parameters,
          paths                                                               observationSpace, observationWidth, actionSpace,
                                                                              actionWidth, actionNames, wrappers, hasTable, warnings
reset     env, infos                                  seeds (float64 [n])     observations [n, width]; infos
step      env, infos                                  actions [n, width],     observations [n, width], rewards (float64 [n]),
                                                      resets (uint8 [n])      terminated, truncated (uint8 [n]); infos
table     env, seeds, states, infos                                           see innate_bridge.table
play      env, terms, declared, infos, seconds,       choices [actions, width] drawsStart, drawsStep, copies, why, terms, declared;
          trace                                                               low, high (float64 [width])
start     seed                                                                numbers (float64), see innate_bridge.play; info
go        point, choice, seed                         before [width]          the same; nothing where it has to be given a seed
judge     env, declared, infos                        see innate_bridge.judge  declared; ofMoments, ofStates
declare   declared                                                            declared; for what was recorded, see innate_bridge.recorded
moment    moment                                                              columns
state     observation                                                         columns
close     env

`infos` is true for all that JSON can say, or a list of keys; left out for none. Where `resets` is 1 an environment is reset in
place of its step: its action is not read, its reward is 0. What `make` imports is looked for in `paths`, then where Python looks.
"""

from __future__ import annotations

import logging
import os
import platform
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import gymnasium
import numpy as np

from innate_bridge import deadline
from innate_bridge import infos as info_values
from innate_bridge.declared import load
from innate_bridge.environments import (
    Environments,
    flags_of,
    import_modules,
    make,
    reset_one,
    rewards_of,
    step_all,
)
from innate_bridge.enumerate import enumerate_states
from innate_bridge.errors import BridgeError, raised
from innate_bridge.frames import read_frame
from innate_bridge.judge import judge
from innate_bridge.patience import Patience
from innate_bridge.play import Play
from innate_bridge.recorded import Recorded

PROTOCOL = 1

Header = dict[str, Any]
Arrays = dict[str, np.ndarray]
Answer = tuple[Header, Arrays]
Progress = Callable[[Header], None]


def _hello(_worlds: "Worlds", _header: Header, _arrays: Arrays, _progress: Progress) -> Answer:
    return {
        "protocol": PROTOCOL,
        "python": platform.python_version(),
        "gymnasium": gymnasium.__version__,
        "numpy": np.__version__,
    }, {}


class Worlds:
    """The environments that were made, by number."""

    def __init__(self) -> None:
        self.made: dict[int, Environments] = {}
        self.next = 0
        self.play: Play | None = None
        self.recorded: Recorded | None = None

    def add(self, environments: Environments) -> int:
        self.made[self.next] = environments
        self.next += 1
        return self.next - 1

    def of(self, header: Header) -> Environments:
        if header.get("env") not in self.made:
            raise BridgeError("request", f"no environment number {header.get('env')}")
        return self.made[header["env"]]


def _make(worlds: Worlds, header: Header, _arrays: Arrays, _progress: Progress) -> Answer:
    for path in reversed(header.get("paths", [])):
        if path not in sys.path:
            sys.path.insert(0, path)
    import_modules(header.get("imports", []))
    environments, known = make(header["id"], header.get("kwargs", {}), header.get("count", 1), header.get("timeLimit", True))
    return {"env": worlds.add(environments), **known}, {}


def _with_infos(header: Header, values: list[dict[str, Any]]) -> Header:
    asked = header.get("infos")
    if not asked:
        return {}
    return {"infos": [info_values.chosen(value, None if asked is True else asked) for value in values]}


def _reset(worlds: Worlds, header: Header, arrays: Arrays, _progress: Progress) -> Answer:
    environments = worlds.of(header)
    indices = environments.chosen(arrays.get("indices"))
    seeds = [int(seed) for seed in arrays["seeds"].tolist()] if "seeds" in arrays else [None] * len(indices)
    results = [reset_one(environments.copies[index], seed) for index, seed in zip(indices, seeds, strict=True)]
    observations = environments.observation.rows([observation for observation, _ in results])
    return _with_infos(header, [info for _, info in results]), {"observations": observations}


def _step(worlds: Worlds, header: Header, arrays: Arrays, _progress: Progress) -> Answer:
    environments = worlds.of(header)
    given = arrays.get("indices")
    copies = environments.copies if given is None else [environments.copies[index] for index in given.tolist()]
    actions = environments.action.elements(arrays["actions"])
    if len(actions) != len(copies):
        raise BridgeError("request", f"got {len(actions)} actions for {len(copies)} environments")
    resets = arrays.get("resets")
    results = step_all(copies, actions, None if resets is None or not resets.any() else resets.tolist())
    observations, rewards, terminated, truncated, infos = zip(*results)
    return _with_infos(header, list(infos)), {
        "observations": environments.observation.rows(list(observations)),
        "rewards": rewards_of(list(rewards)),
        "terminated": flags_of(list(terminated), "terminated"),
        "truncated": flags_of(list(truncated), "truncated"),
    }


def _table(worlds: Worlds, header: Header, _arrays: Arrays, progress: Progress) -> Answer:
    return enumerate_states(worlds.of(header), header, progress)


def _close(worlds: Worlds, header: Header, _arrays: Arrays, _progress: Progress) -> Answer:
    for env in worlds.of(header).copies:
        try:
            env.close()
        except Exception as error:  # noqa: BLE001
            raise raised("close", error) from error
    del worlds.made[header["env"]]
    return {}, {}


def _play(worlds: Worlds, header: Header, arrays: Arrays, _progress: Progress) -> Answer:
    deadline.watch(header["seconds"], header["trace"])
    environments = worlds.of(header)
    path = header.get("declared")
    choices = arrays["choices"].reshape(-1, environments.action.width).astype(environments.action.dtype)
    declared = None if path is None else load(path)
    worlds.play = Play(environments, choices, header.get("terms", []), declared, bool(header.get("infos")))
    return worlds.play.known()


def _playing(worlds: Worlds) -> Play:
    if worlds.play is None:
        raise BridgeError("request", "nothing is played")
    return worlds.play


def _start(worlds: Worlds, header: Header, _arrays: Arrays, _progress: Progress) -> Answer:
    return _playing(worlds).start(header["seed"])


def _go(worlds: Worlds, header: Header, arrays: Arrays, _progress: Progress) -> Answer:
    return _playing(worlds).go(header["point"], header["choice"], header.get("seed"), arrays.get("before"))


def _judge(worlds: Worlds, header: Header, arrays: Arrays, _progress: Progress) -> Answer:
    declared = load(header["declared"])
    return {"declared": declared.json()}, judge(declared, worlds.of(header), arrays, header["infos"])


def _declare(worlds: Worlds, header: Header, _arrays: Arrays, _progress: Progress) -> Answer:
    worlds.recorded = Recorded(header["declared"])
    return {"declared": worlds.recorded.declared.json()}, {}


def _recorded(worlds: Worlds) -> Recorded:
    if worlds.recorded is None:
        raise BridgeError("request", "nothing is declared")
    return worlds.recorded


def _moment(worlds: Worlds, header: Header, _arrays: Arrays, _progress: Progress) -> Answer:
    return {}, {"columns": _recorded(worlds).moment(header["moment"])}


def _state(worlds: Worlds, header: Header, _arrays: Arrays, _progress: Progress) -> Answer:
    return {}, {"columns": _recorded(worlds).state(header["observation"])}


OPS: dict[str, Callable[[Worlds, Header, Arrays, Progress], Answer]] = {
    "hello": _hello,
    "make": _make,
    "reset": _reset,
    "step": _step,
    "play": _play,
    "start": _start,
    "go": _go,
    "judge": _judge,
    "declare": _declare,
    "moment": _moment,
    "state": _state,
    "table": _table,
    "close": _close,
}


def answer(worlds: Worlds, header: Header, arrays: Arrays, progress: Progress) -> Answer:
    """The answer to a request, without its id."""
    try:
        op = OPS.get(header.get("op", ""))
        if op is None:
            raise BridgeError("request", f"no op {header.get('op')!r}; there are {', '.join(OPS)}")
        found, found_arrays = op(worlds, header, arrays, progress)
        return {"ok": True, **found}, found_arrays
    except BridgeError as error:
        details = {key: value for key, value in error.details.items() if value is not None}
        return {"error": {"kind": error.kind, "message": str(error), **details}}, {}


def _quiet() -> None:
    """Keeps to errors what Gymnasium says of environments: what matters of it is in the answers."""
    gymnasium.logger.min_level = gymnasium.logger.ERROR
    logging.captureWarnings(False)
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")  # no window, whatever an environment does with pygame
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")


def serve(requests: BinaryIO, responses: BinaryIO) -> None:
    """Answers requests until there are no more."""
    _quiet()
    worlds, patience = Worlds(), Patience(responses)
    while (request := read_frame(requests)) is not None:
        header, arrays = request
        number = header.get("request")
        patience.begin(header)
        found, found_arrays = answer(worlds, header, arrays, lambda state: patience.write({"request": number, "progress": state}))
        patience.end()
        patience.write({"request": number, **found}, found_arrays)
    # Not sys.exit: an environment's threads and handlers are not waited for.
    os._exit(0)
