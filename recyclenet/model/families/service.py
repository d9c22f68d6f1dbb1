r"""Service: a least share of all inhabitants has an open point near.

$$ v_{art} \le \sum_{(j, k) \in J_{art}} \sum_s y_{jkst}, \qquad \sum_r P_r\, v_{art} \ge A_{at} \sum_r P_r, \qquad 0 \le v \le 1 $$

Sets: $a$ service rule, $r$ region with inhabitants, $t$ period; $J_{art}$ the candidates $(j, k)$ of the rule's kind whose way from $r$ is
no longer than `within_km`. $P$ `population`, $A$ least share. A share of 1 means that every inhabited region is served.
Variables: `served`. Constraints: `served_most`, `service`.
"""

from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `served`."""
    f.variable("served", f.network["service_people"].index, unit="1", upper=1.0)


def constraints(f: Formulation) -> None:
    """Say who is served, and hold the least share."""
    near = f.terms("open", f.network["service_points"]["one"])
    f.constraint("served_most", [f.terms("served"), -near], "<=", 0.0, by=["service", "region", "period"])
    people = f.terms("served", f.network["service_people"]["people"])
    f.constraint("service", [people], ">=", f.network["service"]["people"], by=["service", "period"])
