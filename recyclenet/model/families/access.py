r"""Access: people bring things in only if a point is near; the share returned is that of the nearest band with an open point.

$$ y_{jkst} \text{ summed over } s \le c_{abrt} \quad (j \text{ first within reach in band } b), \qquad c_{abrt} \le c_{a,b+1,rt},
\qquad c_{abrt} \le \sum_{(j, k) \in J_{abr}} \sum_s y_{jkst}, \qquad 0 \le c \le 1 $$
$$ h_{rmt} = S_{rmt} \Big( 1 - \sum_b (\rho_{ab} - \rho_{a,b+1})\, c_{abrt} \Big), \qquad h \ge 0 $$

Sets: $a$ access rule, $b$ its bands from the narrowest to the widest, $r$ region, $m$ material of the rule's stream, $t$ period;
$J_{abr}$ the candidates $(j, k)$ of the rule's kind whose way from $r$ is within band $b$. $c = 1$ where any of them is open, else 0: exact
though $c$ is continuous, since $y$ is binary. $\rho_{ab}$ `share` returned, 0 beyond the widest band. $S$ `supply_t` [t/yr], $h$ what
people keep [t/yr].
Mass: $-h_{rmt}$ at the region.
Variables: `reached`, `withheld`. Constraints: `reached_least`, `reached_wider`, `reached_most`, `withholding`.
"""

from recyclenet.model.accounts import COLLECTED, MASS, UNCOLLECTED
from recyclenet.model.formulation import Formulation

BAND = ["access", "region", "within_km", "period"]


def variables(f: Formulation) -> None:
    """Declare `reached` and `withheld`."""
    f.variable("reached", f.network.by_period(f.network["access_reached"].index), unit="1", upper=1.0)
    f.variable("withheld", f.network["access_supplies"].index, unit="t/yr")


def terms(f: Formulation) -> None:
    """Book what people keep."""
    f.book(MASS, "withheld", "withheld", -1.0, place="region")
    f.book(COLLECTED, "withheld", "withheld", -1.0, place="region")
    f.book(UNCOLLECTED, "withheld", "withheld", place="region")


def constraints(f: Formulation) -> None:
    """Say which bands are reached, and what is brought in then."""
    points, wider = f.network["access_points"]["nearest"], f.network["access_wider"]["one"]
    reached, nearest = f.terms("reached"), points[points > 0]
    least = [f.times(reached, nearest), -f.terms("open", nearest)]
    f.constraint("reached_least", least, ">=", 0.0, by=[*BAND, "site", "technology"])
    above = wider.droplevel("within_km").rename_axis(index={"wider_km": "within_km"})
    steps = [f.terms("reached", above, wider_km="within_km"), -f.terms("reached", wider)]
    f.constraint("reached_wider", steps, ">=", 0.0, by=["access", "region", "wider_km", "period"])
    f.constraint("reached_most", [reached, -f.terms("open", (points >= 0).astype(float))], "<=", 0.0, by=BAND)
    supplies, step_t = f.network["access_supplies"]["supply_t"], f.network["access_steps"]["step_t"]
    f.constraint("withholding", [f.terms("withheld"), f.terms("reached", step_t)], "==", supplies, by=["region", "material", "period"])
