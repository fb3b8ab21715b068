"""What things cost a month, from prices that each have a source and a date. What has no sourced price is unknown."""

from costs.monthly import Cost, monthly
from costs.prices import HOURS_A_MONTH, Price, PriceError, Prices

__all__ = ["HOURS_A_MONTH", "Cost", "Price", "PriceError", "Prices", "monthly"]
