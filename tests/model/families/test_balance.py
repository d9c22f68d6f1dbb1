"""Nothing is lost and nothing appears."""

from tests.cases import tutorial
from tests.model.families.by_hand import amounts, plan_of, rows

NOTICED = {"balance": tutorial()}

ROWS = {
    ("balance", "B", "packs", "2026"):
        "- uncollected.uncollected[B,packs,2026] - haulage.flow[B,P,packs,road,2026] - haulage.flow[B,Q,packs,road,2026] == -50.0",
    ("balance", "P", "packs", "2026"):
        "haulage.flow[A,P,packs,road,2026] + haulage.flow[B,P,packs,road,2026] - processing.throughput[P,point,one,gather,2026] == 0.0",
    ("balance", "W", "salt", "2026"): "- haulage.flow[W,buyer,salt,road,2026] + 0.5*processing.throughput[W,works,one,leach,2026] == 0.0",
    ("balance", "buyer", "salt", "2026"): "haulage.flow[W,buyer,salt,road,2026] - outlets.sold[buyer,salt,2026] == 0.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(tutorial(), ROWS) == ROWS


def test_every_tonne_is_followed_to_its_end():
    # 100 t of A by P, 50 t of B by Q, 150 t at the works, half of it salt, half residue
    assert amounts(plan_of(tutorial()), "flows", "origin", "destination") == {
        ("A", "P"): 100, ("B", "Q"): 50, ("P", "W"): 100, ("Q", "W"): 50, ("W", "buyer"): 75, ("W", "landfill"): 75,
    }  # fmt: skip
