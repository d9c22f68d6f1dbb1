"""Tiny instances for tests of the search by paths: those made up at random, without the recipe that mixes two materials."""

from collections.abc import Collection
from random import Random

import numpy as np

from recyclenet.instance.instance import Instance
from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Programme, compile_model
from recyclenet.solve.paths.case import Case
from recyclenet.solve.paths.recognise import recognise
from tests.cases import formulate, with_table
from tests.features import FEATURES
from tests.generators import tiny

BEYOND = ("storage", "returns", "expansion", "closing", "access")
"""Features that let plans through which no path is."""


def unmixed(seed: int, features: Collection[str] = ()) -> Instance:
    """Return the instance of a seed with some features, every recipe of one input."""
    instance = tiny(seed, features)
    recipes = instance["conversions"]
    return with_table(instance, "conversions", recipes[recipes["recipe"] != "blend"].reset_index(drop=True))


def recognised(seed: int, features: Collection[str] = ()) -> tuple[Formulation, Programme, Case | None]:
    """Return the formulation, programme and case of an instance."""
    formulation = formulate(unmixed(seed, features))
    programme = compile_model(formulation.model)
    return formulation, programme, recognise(formulation, programme)


def some_features(seed: int, count: int = 2) -> list[str]:
    """Return features that the seed tells, without those that no path is of."""
    return sorted(Random(seed).sample([name for name in FEATURES if name not in BEYOND], count))  # noqa: S311 - made-up data


def random_prices(case: Case, seed: int) -> np.ndarray:
    """Return prices of links that nobody chose well."""
    return np.random.default_rng(seed).exponential(500.0, case.links.source.size)
