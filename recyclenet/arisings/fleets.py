r"""Fleets: the units of a product in all its areas, what is in them, and what of it comes out when.

For a product with units $I_{ac}$ put into use in area $a$ in year $c$, variants $v$ with share $w_{vc}$, surviving share $S_{vct}$, mass
$\mu_{vmc}$ [kg] of material $m$, and lost shares $\lambda_{at}$ by way, in tonnes:

$$ \text{come out}_{amt} = \tfrac{1}{1000} \sum_{v, c \le t} I_{ac}\, w_{vc}\, \mu_{vmc}\, (S_{v,c,t-1} - S_{vct}), \qquad
   \text{arising}_{amt} = \text{come out}_{amt} \Bigl(1 - \sum_{\text{ways}} \lambda_{at}\Bigr) $$

Of what is hoarded for $d$ years, what went into drawers in year $t - d$ is taken off what is lost in year $t$: it arises then.
Where the stock is given, $I$ follows from it with the surviving share of all variants together, $\sum_v w_{vc} S_{vct}$.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recyclenet.arisings.lifetimes import Distribution, survival, table_survival, weibull_mean
from recyclenet.arisings.ranges import Array, Draws, Range, over_years
from recyclenet.arisings.schema import WAYS
from recyclenet.arisings.series import Series, Tables, own_or_every, series_of
from recyclenet.arisings.stocks import ages, in_use, inflow_of_stock, leaving
from recyclenet.instance.columns import EVERY

KG_PER_T = 1000.0


@dataclass(frozen=True)
class Lifetime:
    """How long units of each year of sale stay in use: mean by year, spread (shape or std) by year; or a table of age and share."""

    distribution: Distribution
    mean: Range
    spread: Array
    table: tuple[Array, Array]

    def staying(self, position: Array, timing: str) -> Array:
        """Return the share [draw, cohort, year] in use at the end of a year."""
        age = ages(len(self.spread), timing)
        if self.distribution == "table":
            return in_use(np.broadcast_to(table_survival(age, *self.table), (len(position), *age.shape)))
        return in_use(survival(self.distribution, age, self.mean.at(position)[:, :, None], self.spread[:, None]))


@dataclass(frozen=True)
class Variant:
    """A chemistry or type: its share of what is sold by year, its lifetime, the mass [kg] of materials in a unit by year of sale."""

    name: str
    share: Array
    lifetime: Lifetime
    contents: Mapping[str, Range]


@dataclass(frozen=True)
class Flows:
    """Tonnes of a material by draw, area and year: put into use, in use at the year's end, coming out, lost by way; the rest arises."""

    put_in: Array
    in_use: Array
    come_out: Array
    lost: Mapping[str, Array]

    @property
    def arising(self) -> Array:
        """Return what comes out and is not lost."""
        return np.asarray(self.come_out - sum(self.lost.values()), float)


@dataclass(frozen=True)
class Fleet:
    """A product in its areas: units by area and year (sold, or in use where `driver` is stocks), variants, lost shares by way."""

    product: str
    counted_as: str
    driver: str
    areas: tuple[str, ...]
    units: Range
    variants: tuple[Variant, ...]
    losses: Mapping[str, Range]
    drawer_years: NDArray[np.int64]
    """By area, after how many years what is hoarded is given away; 0 where never."""

    def put_into_use(self, draws: Draws, timing: str) -> Array:
        """Return the units [draw, area, cohort] put into use; negative where a stock falls faster than its units die."""
        units = self.units.at(draws.position("units", self.counted_as))
        if self.driver == "sales":
            return units
        staying = sum((v.share[:, None] * self._staying(v, draws, timing) for v in self.variants), np.zeros(()))
        return inflow_of_stock(units, staying[:, None])

    def flows(self, draws: Draws, timing: str) -> Iterator[tuple[str, Flows]]:
        """Yield the flows of each material, variant by variant."""
        sold = np.maximum(self.put_into_use(draws, timing), 0.0)
        shares = {way: losses.at(draws.position("loss", f"{self.product} {way}")) for way, losses in self.losses.items()}
        for variant in self.variants:
            staying = self._staying(variant, draws, timing)
            gone = leaving(staying)
            for material, mass in variant.contents.items():
                kg = mass.at(draws.position("mass", f"{self.product} {variant.name} {material}"))
                put_in = sold * (variant.share * kg / KG_PER_T)[:, None, :]
                out = put_in @ gone
                lost = {way: out * share for way, share in shares.items()}
                lost["hoarded"] = kept_in_drawers(lost["hoarded"], self.drawer_years)
                yield material, Flows(put_in, put_in @ staying, out, lost)

    def _staying(self, variant: Variant, draws: Draws, timing: str) -> Array:
        return variant.lifetime.staying(draws.position("lifetime", f"{self.product} {variant.name}"), timing)


def fleets_of(tables: Tables, years: np.ndarray) -> Iterator[Fleet]:
    """Yield the fleets of all products, from tables that passed the checks."""
    found: dict[tuple[str, str], list[Series]] = {}
    for series in series_of(tables):
        found.setdefault((series.product, series.driver), []).append(series)
    for (product, driver), members in found.items():
        yield Fleet(
            product=product,
            counted_as=members[0].counted_as,
            driver=driver,
            areas=tuple(series.area for series in members),
            units=Range.stack(series.units(years) for series in members),
            variants=tuple(_variants(tables, product, years)),
            losses=_losses(tables, product, [series.area for series in members], years),
            drawer_years=_drawer_years(tables, product, [series.area for series in members]),
        )


def lifetime_of(tables: Tables, product: str, variant: str, years: np.ndarray) -> Lifetime:
    """Return the lifetime of a variant by year of sale."""
    rows = own_or_every(_of(tables, "lifetimes", product), "variant", variant)
    table = own_or_every(_of(tables, "survivals", product), "variant", variant).sort_values("age_years")
    distribution: Distribution = rows["distribution"].iloc[0]
    rows = rows.assign(
        mean_years=rows["mean_years"].fillna(pd.Series(weibull_mean(rows["scale_years"], rows["shape"].fillna(1.0)), index=rows.index)),
        spread=rows["shape"].fillna(rows["std_years"]).fillna(1.0),
    )
    ages_and_shares = (table["age_years"].to_numpy(float), table["share"].to_numpy(float))
    return Lifetime(distribution, over_years(rows, "mean_years", years), over_years(rows, "spread", years).base, ages_and_shares)


def _variants(tables: Tables, product: str, years: np.ndarray) -> Iterator[Variant]:
    rows = _of(tables, "variants", product)
    shares = {str(name): over_years(part, "share", years).base for name, part in rows.groupby("variant", sort=False)}
    for name, share in (shares or {EVERY: np.ones(len(years))}).items():
        contents = own_or_every(_of(tables, "contents", product), "variant", name)
        masses = {str(material): over_years(part, "mass_kg", years) for material, part in contents.groupby("material", sort=False)}
        yield Variant(name, share, lifetime_of(tables, product, name, years), masses)


def _losses(tables: Tables, product: str, areas: list[str], years: np.ndarray) -> dict[str, Range]:
    rows, nothing = _of(tables, "losses", product), Range(*[np.zeros(len(years))] * 3)
    by_way = {}
    for way in WAYS:
        stated = {area: over_years(part, "share", years) for area, part in rows[rows["way"] == way].groupby("area")}
        by_way[way] = Range.stack(stated.get(area, stated.get(EVERY, nothing)) for area in areas)
    return by_way


def kept_in_drawers(hoarded: Array, years: NDArray[np.int64]) -> Array:
    """Return by draw, area and year what goes into drawers less what is taken out of them, so many years later (0: never)."""
    kept = hoarded.copy()
    for each in np.unique(years[(years > 0) & (years < hoarded.shape[-1])]):
        areas = np.flatnonzero(years == each)
        kept[:, areas, each:] -= hoarded[:, areas, :-each]
    return kept


def _drawer_years(tables: Tables, product: str, areas: list[str]) -> NDArray[np.int64]:
    rows = _of(tables, "losses", product)
    stated = rows[rows["way"] == "hoarded"].groupby("area")["drawer_years"].max().fillna(0).to_dict()
    return np.array([stated.get(area, stated.get(EVERY, 0)) for area in areas], dtype=np.int64)


def _of(tables: Tables, name: str, product: str) -> pd.DataFrame:
    return tables[name][tables[name]["product"] == product]
