"""
The drives and the intent of frozen-lake.ts, in Python:

    innate audit gym:FrozenLake-v1 --set is_slippery=false --with examples/frozen_lake.py
"""


def distance(cell):
    """Steps from a cell of the 4 x 4 map to the goal in its lower right corner, holes aside."""
    return 3 - cell // 4 + 3 - cell % 4


def approach(moment):
    return distance(moment.observation) - distance(moment.next_observation)


drives = {
    "closer": {"step": lambda moment: max(0, approach(moment))},
    "nearer": {"step": approach, "time": lambda moment: -0.1},
}
intent = {
    "never": {"hole": lambda moment: moment.terminated and moment.reward == 0},
    "reach": {"goal": lambda cell: cell == 15},
    "score": lambda moment: moment.reward - 0.01,
}
