"""Single-echelon networks over many periods: what is opened stays open, and all that arises is brought to one kind of plant at a time."""

from recyclenet.solve.horizon.case import Case
from recyclenet.solve.horizon.recognise import recognise
from recyclenet.solve.horizon.search import search_horizon

__all__ = ["Case", "recognise", "search_horizon"]
