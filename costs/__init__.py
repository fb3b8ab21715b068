"""What things cost a month, from prices that each have a source and a date. What has no sourced price is unknown."""

from costs.assumptions import AssumptionError, Assumptions
from costs.declared import Declared
from costs.estimate import Estimate, estimate, total
from costs.item import Item, Sum
from costs.monthly import Cost, monthly
from costs.prices import HOURS_A_MONTH, Price, PriceError, Prices
from costs.range import Range

__all__ = [
    "HOURS_A_MONTH",
    "AssumptionError",
    "Assumptions",
    "Cost",
    "Declared",
    "Estimate",
    "Item",
    "Price",
    "PriceError",
    "Prices",
    "Range",
    "Sum",
    "estimate",
    "monthly",
    "total",
]
