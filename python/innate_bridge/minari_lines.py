"""Writes a Minari dataset as lines of JSON, as docs/trajectories.md describes them: `python -m innate_bridge.minari_lines DATASET`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from innate_bridge.lifeline import end_with_parent
from innate_bridge.lines import header, plain, write_line

_DATA = "main_data.hdf5"


def fail(message: str) -> None:
    """Ends the program with a message; status 2 as it is the request that is wrong."""
    print(message, file=sys.stderr)
    raise SystemExit(2)


def folder_of(dataset: str) -> Path:
    """The folder with a dataset's data: a folder as typed, or where Minari keeps the dataset of that name."""
    typed = Path(dataset)
    home = os.environ.get("MINARI_DATASETS_PATH") or Path.home() / ".minari" / "datasets"
    kept = Path(home) / dataset
    for folder in (typed, typed / "data", kept / "data"):
        if (folder / _DATA).is_file():
            return folder
    found = next((folder for folder in (typed, typed / "data", kept / "data") if (folder / "metadata.json").is_file()), None)
    if found is not None:
        form = json.loads((found / "metadata.json").read_text()).get("data_format", "another form")
        fail(f"{dataset}: its data are stored as {form}; Minari writes hdf5 with data_format=\"hdf5\", which can be read")
    fail(f"{dataset}: expected a folder with {_DATA}, or the name of a dataset in {home}; minari download brings one there")
    raise AssertionError


def environment_of(folder: Path) -> str | None:
    """The id of the environment in which a dataset was recorded, as far as it says it."""
    file = folder / "metadata.json"
    spec = json.loads(file.read_text()).get("env_spec") if file.is_file() else None
    return json.loads(spec).get("id") if isinstance(spec, str) else None


def length_of(node: Any) -> int:
    """The number of rows of a part of an episode."""
    while hasattr(node, "keys"):
        node = next(iter(node.values()))
    return len(node)


def rows_of(node: Any) -> list[Any]:
    """What a part of an episode holds at each of its steps, as JSON says it: arrays by row, dicts and tuples by their parts."""
    if not hasattr(node, "keys"):
        return plain(node[()])
    parts = {name: rows_of(item) for name, item in node.items()}
    length = min(map(len, parts.values()))
    if all(name.startswith("_index_") for name in parts):
        ordered = sorted(parts, key=lambda name: int(name.removeprefix("_index_")))
        return [[parts[name][k] for name in ordered] for k in range(length)]
    return [{name: rows[k] for name, rows in parts.items()} for k in range(length)]


def write_episode(number: int, group: Any) -> None:
    """
    One line for each step of an episode; a step leads to the observation of the next line, the last to its own `nextObservation`.

    Observations are one more than the steps, and infos mostly too, the first being that of the reset.
    """
    rewards, terminations, truncations = (group[name][()] for name in ("rewards", "terminations", "truncations"))
    steps = len(rewards)
    observations, actions = rows_of(group["observations"]), rows_of(group["actions"])
    told = "infos" in group and len(group["infos"]) > 0
    infos = rows_of(group["infos"])[length_of(group["infos"]) - steps :] if told else [None] * steps
    if len(observations) != steps + 1 or len(actions) != steps:
        fail(
            f"episode {number}: {steps} rewards, {len(observations)} observations and {len(actions)} actions, "
            f"expected one observation more than rewards, and as many actions"
        )
    for k in range(steps):
        write_line(
            sys.stdout,
            {
                "episode": number,
                "step": k,
                "observation": observations[k],
                "action": actions[k],
                "reward": plain(float(rewards[k])),
                "terminated": bool(terminations[k]),
                "truncated": bool(truncations[k]),
                **({} if infos[k] is None else {"info": infos[k]}),
                **({"nextObservation": observations[k + 1]} if k == steps - 1 else {}),
            },
        )


def main(dataset: str) -> None:
    end_with_parent()
    folder = folder_of(dataset)
    try:
        import h5py
    except ImportError:
        fail(f"{dataset}: reading it needs h5py; install it with: {sys.executable} -m pip install h5py")
    environment = environment_of(folder)
    write_line(sys.stdout, header(None if environment is None else f"gym:{environment}"))
    try:
        with h5py.File(folder / _DATA, "r") as file:
            numbers = sorted(int(name.removeprefix("episode_")) for name in file if name.startswith("episode_"))
            for number in numbers:
                write_episode(number, file[f"episode_{number}"])
    except (OSError, KeyError, IndexError) as error:
        fail(f"{folder / _DATA}: expected the layout of a Minari dataset: {error}")


if __name__ == "__main__":
    main(sys.argv[1])
