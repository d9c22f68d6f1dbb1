"""The document of the mathematics: FORMULATION.md, put together from the docstrings of the families."""

from inspect import cleandoc

from recyclenet.model.build import FAMILIES, family_name

HEADER = """# The formulation

Generated from the families' docstrings by `recyclenet formulation`. Amounts are tonnes per year of a year of the period; costs are
discounted to the start of the first period: $w_t$ `annual_weight` is the sum of $(1 + d)^{-k}$ over the years $k$ of period $t$, $v_t$
`opening_weight` that of its first year alone, $d$ the discount rate. The objective is the least sum of all cost terms below.
"""


def document() -> str:
    """Return the mathematics of all families as Markdown."""
    sections = [f"## {family_name(family)}\n\n{cleandoc(family.__doc__ or '')}\n" for family in FAMILIES]
    return "\n".join([HEADER, *sections])
