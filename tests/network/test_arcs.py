"""What haulage costs on an arc, in every period or in some."""

import pytest

from tests.cases import tutorial, with_rows
from tests.model.families.by_hand import cost_of, over


def test_haulage_may_cost_more_in_a_period():
    # 5 500 t km at 2 in place of 1, and 450 t handled at 2 a tonne, in 2027 only
    dearer = {"mode": "road", "goods_class": "general", "period": "2027", "cost_per_tkm": "2", "handling_cost_per_t": "2"}
    instance = with_rows(over(tutorial(), {"2026": 1, "2027": 1}), "haulage_costs", dearer)
    assert cost_of(instance) == pytest.approx(6600 + 2 * 4750 + 5500 + 900)
