"""Instances made up: of a seed with features, drawn with Hypothesis so that a failure prints the two that make it again."""

from collections.abc import Collection
from random import Random
from typing import Any

from hypothesis import note
from hypothesis import strategies as st

from recyclenet.instance.instance import Instance
from tests.drafts import Draft, core
from tests.features import FEATURES


def tiny(seed: int, features: Collection[str] = ()) -> Instance:
    """Return the instance of a seed with some features."""
    draft = Draft(seed)
    core(draft)
    for name, feature in FEATURES.items():
        if name in features:
            feature(draft)
    return draft.instance()


@st.composite
def instances(draw: Any, *, need: Collection[str] = (), but: Collection[str] = (), more: int = 3) -> Instance:
    """Draw an instance that has the features needed, up to some more, and none of those in `but`."""
    free = [name for name in FEATURES if name not in need and name not in but]
    seed, added = draw(st.integers(0, 10_000)), draw(st.sets(st.sampled_from(free), max_size=more))
    features = sorted({*need, *added})
    note(f"tiny({seed}, {features})")
    return tiny(seed, features)


def seeded(seed: int, count: int = 3) -> tuple[Instance, list[str]]:
    """Return an instance with features that the seed tells, and those features."""
    chosen = sorted(Random(seed).sample(sorted(FEATURES), count))  # noqa: S311 - made-up data need no secrets
    return tiny(seed, chosen), chosen
