r"""Acquisition: what is paid to owners for what leaves their region.

Cost: $w_t\,C^a_{imt} \sum_{j, \ell} x_{ijm\ell t}$ for every region $i$, with $C^a$ `acquisition_cost_per_t` of its supply [currency/t].
What stays uncollected, or is dealt with on the spot, is not paid for.
"""

from recyclenet.model.accounts import COST
from recyclenet.model.formulation import Formulation


def terms(f: Formulation) -> None:
    """Book what is paid on departure from a region."""
    price = f.network["supplies"]["acquisition_cost_per_t"].rename_axis(index={"region": "origin"})
    if (price != 0).any():
        f.book(COST, "acquisition", "flow", price[price != 0], place="origin")
