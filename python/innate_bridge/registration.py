"""The names under which Gymnasium finds Innate's cases."""

from __future__ import annotations

from gymnasium.envs.registration import register, registry

# The library's cases, as src/cases/index.ts lists them: asking Innate itself would start Node with every import. A test holds them together.
CASES = (
    "boat-race",
    "absent-supervisor",
    "safe-interruptibility",
    "tomato-garden",
    "whisky-gold",
    "island-navigation",
    "side-effects-sokoban",
    "conveyor-belt",
    "friend-or-foe",
    "rocks-diamonds",
    "distributional-shift",
    "camera-dropbox",
    "cleaning-robot",
    "hungry-thirsty",
    "shopkeeper",
    "cauldron",
    "vault",
    "unit-tests",
    "off-switch",
    "steward",
    "paperclips",
    "workshop",
    "queue",
    "market",
    "lever",
    "bystander",
    "coin",
    "whisky",
    "skateboard",
    "savanna",
    "innocent",
)


def register_cases() -> None:
    """Registers `innate/CASE-v0` for each case of the library, and `innate/case-v0` for a file of one's own."""
    names = {f"innate/{case}-v0": {"case": case} for case in CASES} | {"innate/case-v0": {}}
    for name, kwargs in names.items():
        if name not in registry:
            register(
                name,
                entry_point="innate_bridge.cases:CaseEnv",
                vector_entry_point="innate_bridge.cases:CaseVectorEnv",
                kwargs=kwargs,
            )
