"""The Python side of Innate: Gymnasium environments for its audits. `python -m innate_bridge` serves them over its pipes."""

__version__ = "0.1.0"
