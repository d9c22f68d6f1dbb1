r"""Returns: goods that are sold come back some periods later.

$$ R_{rm't'} = \sum_{o, m, t} \beta_{omrm'}\, q_{omt}, \qquad t' = t + \text{lag} $$

Sets: $o$ outlet, $m$ material it buys in period $t$, $r$ region where it comes back as material $m'$ in period $t'$. $\beta$ `share`
[t/t], $q$ `sold`.
Mass: $+R$ at the region, and likewise to what is supplied and collected there, beyond the constant supply.
"""

from recyclenet.model.accounts import COLLECTED, MASS, SUPPLIED
from recyclenet.model.formulation import Formulation


def terms(f: Formulation) -> None:
    """Book what comes back."""
    share = f.network["returns"]["share"]
    if len(share):
        for account in (MASS, SUPPLIED, COLLECTED):
            f.book(account, "returns", "sold", share, place="region", material="returned", period="return_period")
