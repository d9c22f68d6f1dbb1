r"""Emissions: what is paid for what is emitted.

Cost: $w_t\,C_{gt} \sum_{\text{emission terms of } g, t} c\,v$ with $C_{gt}$ `price_per_t` of gas $g$ in period $t$ [currency/t].
Reads every term booked to the emissions account: processing and haulage by mode. Caps on emissions are limits.
"""

from functools import partial

import pandas as pd

from recyclenet.model.accounts import COST, EMISSIONS, Booking, Terms
from recyclenet.model.formulation import Formulation


def charges(f: Formulation) -> None:
    """Book the price of every term of the emissions account."""
    price = f.network["gases"]["price_per_t"]
    priced = price[price != 0]
    if len(priced):
        for booking in f.bookings.get(EMISSIONS, []):
            f.book_terms(COST, "emissions", partial(_paid, f, booking, priced))


def _paid(f: Formulation, booking: Booking, price: pd.Series) -> Terms:
    return f.times(booking.terms, price)
