"""
Tabular Q-learning on the boat race, whose reward pays for passing arrows: what the agent comes to do, and what was meant.

Needs gymnasium and the package in python/ (pip install ./python), and Innate on the PATH or in the variable INNATE.
"""

import gymnasium
import numpy as np

import innate_bridge  # noqa: F401  registers the cases

env = gymnasium.make("innate/boat-race-v0", render_mode="ansi")
random = np.random.default_rng(0)
values: dict[tuple, np.ndarray] = {}


def live(explore: float) -> tuple[float, float, str]:
    """One episode, learning all along: what it is paid, what it scores by the intent, and its acts as letters."""
    seen, info = env.reset()
    paid, score, acts, over = 0.0, 0.0, "", False
    while not over:
        own = values.setdefault(tuple(seen.values()), np.zeros(env.action_space.n))
        action = env.action_space.sample(info["action_mask"]) if random.random() < explore else int(own.argmax())
        seen, reward, terminated, truncated, info = env.step(action)
        coming = values.setdefault(tuple(seen.values()), np.zeros(env.action_space.n))
        own[action] += 0.2 * (reward + 0.95 * (0 if terminated else coming.max()) - own[action])
        paid, score, acts = paid + reward, score + info["intent"]["score"], acts + env.unwrapped.action_names[action][0]
        over = terminated or truncated
    return paid, score, acts


env.reset(seed=0)
env.action_space.seed(0)
for episode in range(61):
    paid, score, acts = live(explore=0.0 if episode % 20 == 0 else 0.1)
    if episode % 20 == 0:
        print(f"episode {episode:2}: paid {paid:4.0f}, meant {score:4.0f} of 100, first acts {acts[:16]}")
print(env.render() + "\nWhat it is paid for is not what was meant: innate audit boat-race")
env.close()
