"""
Steps environments in Python itself, for bench/gymnasium.mjs: a line of JSON in ({"id", "how", "batches"}), a line with seconds out.

`how` is "loop" (each environment in turn, without Gymnasium's checker), "checked" (as `gymnasium.make` gives them) or "vector"
(`gymnasium.make_vec`, one after another in this process). What is done beside steps is the same as over the bridge: an environment whose
episode is over is reset.
"""

import json
import random
import sys
import time

import gymnasium
import numpy as np

COPIES = 16
gymnasium.logger.min_level = gymnasium.logger.ERROR


def loop(env_id: str, actions: list[list[int]], checker: bool) -> float:
    copies = [gymnasium.make(env_id, disable_env_checker=not checker) for _ in range(COPIES)]
    for seed, env in enumerate(copies):
        env.reset(seed=seed)
    over = [False] * COPIES
    began = time.perf_counter()
    for batch in actions:
        for k, env in enumerate(copies):
            if over[k]:
                env.reset()
                over[k] = False
            else:
                _, _, terminated, truncated, _ = env.step(batch[k])
                over[k] = terminated or truncated
    return time.perf_counter() - began


def vector(env_id: str, actions: list[list[int]]) -> float:
    copies = gymnasium.make_vec(env_id, COPIES, vectorization_mode="sync")
    copies.reset(seed=0)
    batches = np.array(actions)
    began = time.perf_counter()
    for batch in batches:
        copies.step(batch)
    return time.perf_counter() - began


for line in sys.stdin:
    asked = json.loads(line)
    source = random.Random(0)
    choices = [[source.randrange(2) for _ in range(COPIES)] for _ in range(asked["batches"])]
    if asked["how"] == "vector":
        took = vector(asked["id"], choices)
    else:
        took = loop(asked["id"], choices, asked["how"] == "checked")
    print(took, flush=True)
