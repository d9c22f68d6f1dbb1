r"""Mass balance: nothing is lost and nothing appears.

$$ \sum_{\text{mass terms}} c\,v + S_{imt} = 0 \qquad \forall (i, m, t) $$

Sets: $i$ place, $m$ material, $t$ period. $S$ `supply_t` [t/yr].
Reads every term booked to the mass account: an arrival counts +, a departure -.
Constraints: `balance`.
"""

from recyclenet.model.accounts import MASS
from recyclenet.model.formulation import Formulation


def constraints(f: Formulation) -> None:
    """Close the balance wherever a material can be."""
    supply = f.network["supplies"]["supply_t"].rename_axis(index={"region": "place"})
    f.constraint("balance", f.total(MASS), "==", -supply, by=["place", "material", "period"], missing=0.0)
