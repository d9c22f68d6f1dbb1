r"""Split: the recipes of a technology divide its throughput within stated shares, at each site or over the network.

$$ A^-_{k\rho t} \sum_{\rho'} z_{iks\rho't} \le z_{iks\rho t} \le A^+_{k\rho t} \sum_{\rho'} z_{iks\rho't} $$

summed over the sizes $s$, and for the scope `network` over the sites $i$ too.
Sets: $i$ site, $k$ technology, $s$ size, $\rho$ recipe with a row in `splits`, $\rho'$ any recipe of the technology, $t$ period. $A^-$
`least_share`, $A^+$ `most_share`.
Constraints: `split_site_least`, `split_site_most`, `split_network_least`, `split_network_most`.
"""

from recyclenet.model.formulation import Formulation, Sense

SIDES: tuple[tuple[str, Sense], ...] = (("least", ">="), ("most", "<="))
KEY = ["technology", "split_recipe", "period"]


def constraints(f: Formulation) -> None:
    """Hold the shares."""
    splits = f.network["splits"]
    for scope, by in (("site", ["site", *KEY]), ("network", KEY)):
        for side, sense in SIDES:
            share = splits.loc[splits["scope"] == scope, f"{side}_share"].dropna()
            own = f.terms("throughput", (share >= 0).astype(float), split_recipe="recipe")
            whole = f.terms("throughput", share.rename_axis(index={"recipe": "split_recipe"}))
            f.constraint(f"split_{scope}_{side}", [own, -whole], sense, 0.0, by=by)
