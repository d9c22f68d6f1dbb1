"""OR-Library's capacitated warehouse location files as ordinary instances.

Customers are regions, warehouses are sites with one candidate, and the cost of serving a customer is haulage at 1 per tonne and km over a
stated distance of as many km as the cost per tonne. What is served leaves at no cost. Layout: Beasley, OR-Library, `capinfo`.
"""

from pathlib import Path

from recyclenet.errors import InstanceError, Problem
from recyclenet.instance.importers.rows import tables_of
from recyclenet.instance.instance import Instance, Settings

PERIOD, HERE = "year", {"lat_deg": 0.0, "lon_deg": 0.0}


def read_orlib(file: Path | str, *, capacity: float | None = None) -> Instance:
    """Return the instance in an OR-Library file; `capacity` [t/yr] takes the place of the word capacity where the file has it.

    Raises InstanceError where the file does not hold the numbers its first line announces.
    """
    file = Path(file)
    words = file.read_bytes().decode("ascii", "replace").split()
    numbers = [str(capacity) if word == "capacity" and capacity is not None else word for word in words]
    try:
        values = [float(number) for number in numbers]
        warehouses, customers = int(values[0]), int(values[1])
    except (ValueError, IndexError) as error:
        raise InstanceError(
            [
                Problem(
                    file.name,
                    0,
                    "",
                    f"it holds something other than numbers ({error})",
                    "give an OR-Library file, and a capacity if it has none",
                )
            ]
        ) from None
    expected = 2 + 2 * warehouses + customers * (1 + warehouses)
    if len(values) != expected:
        raise InstanceError(
            [Problem(file.name, 0, "", f"{len(values)} numbers", f"{warehouses} warehouses and {customers} customers make {expected}")]
        )
    return _instance(file.stem, values[2 : 2 + 2 * warehouses], values[2 + 2 * warehouses :], warehouses)


def _instance(name: str, sizes: list[float], rows: list[float], warehouses: int) -> Instance:
    sites = [f"warehouse {number + 1}" for number in range(warehouses)]
    demands, costs = rows[:: warehouses + 1], [rows[start + 1 : start + 1 + warehouses] for start in range(0, len(rows), warehouses + 1)]
    served = [
        (f"customer {number + 1}", demand, row) for number, (demand, row) in enumerate(zip(demands, costs, strict=True)) if demand > 0
    ]
    given: dict[str, list[dict[str, object]]] = {
        "periods": [{"period": PERIOD, "years": 1}],
        "regions": [{"region": region, **HERE} for region, _, _ in served],
        "sites": [{"site": site, **HERE} for site in sites],
        "materials": [{"material": "goods", "goods_class": "in"}, {"material": "served", "goods_class": "out"}],
        "supplies": [{"region": region, "material": "goods", "period": PERIOD, "supply_t": demand} for region, demand, _ in served],
        "technologies": [{"technology": "warehouse", "kind": "collection"}],
        "conversions": [{"technology": "warehouse", "recipe": "serve", "material": material, "period": PERIOD, "t_per_t": share}
                        for material, share in (("goods", -1.0), ("served", 1.0))],
        "candidates": [{"site": site, "technology": "warehouse", "size": "one", "capacity_t": sizes[2 * k],
                        "opening_cost": sizes[2 * k + 1],
                        "fixed_cost_per_year": 0.0, "variable_cost_per_t": 0.0, "status": "candidate"} for k, site in enumerate(sites)],
        "modes": [{"mode": "road", "detour": 1.0}],
        "mode_rates": [{"mode": "road", "goods_class": goods, "cost_per_tkm": rate, "handling_cost_per_t": 0.0}
                       for goods, rate in (("in", 1.0), ("out", 0.0))],
        "distances": [{"origin": region, "destination": site, "mode": "road", "distance_km": cost / demand}
                      for region, demand, row in served for site, cost in zip(sites, row, strict=True)],
        "outlets": [{"outlet": "end", "kind": "buyer", **HERE}],
        "sales": [{"outlet": "end", "material": "served", "period": PERIOD, "price_per_t": 0.0}],
    }  # fmt: skip
    settings = Settings(name, "unit", 1988, 0.0, provenance={"source": "J. E. Beasley, OR-Library, capacitated warehouse location"})
    return Instance(settings, tables_of(given))
