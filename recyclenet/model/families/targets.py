r"""Targets: least shares of supply collected, and of elements recovered from what is collected.

$$ \sum_{r, m \in g} (S_{rmt} - u_{rmt}) \ge A_{gt} \sum_{r, m \in g} S_{rmt} $$
$$ \sum_{o, m \in g} e_m\, q_{omt} \ge A_{gt} \sum_{r, m \in g} e_m\,(S_{rmt} - u_{rmt}) $$

Sets: $g$ target with the materials of its stream; $r$ region, $o$ buyer, $m$ material, $t$ period. $S$ `supply_t` [t/yr], $u$
`uncollected`, $q$ `sold`, $e_m$ share of the element in the material [t/t], $A$ least share.
Constraints: `collection`, `recovery`.
"""

from recyclenet.model.formulation import Formulation

KEY = ["target", "period"]


def constraints(f: Formulation) -> None:
    """Hold the targets; what is supplied is constant and stands on the right."""
    collection, recovery = f.network["collection_targets"], f.network["recovery_targets"]
    left_behind = f.terms("uncollected", -f.network["collection_counts"]["t_per_t"])
    f.constraint("collection", [left_behind], ">=", (collection["share"] - 1.0) * collection["base_t"], by=KEY)
    sources = f.network["recovery_sources"]
    recovered = f.terms("sold", f.network["recovery_products"]["t_per_t"])
    not_needed = f.terms("uncollected", sources["share"] * sources["t_per_t"])
    f.constraint("recovery", [recovered, not_needed], ">=", recovery["share"] * recovery["base_t"], by=KEY)
