"""What is known of the model behind an endpoint: how risky its use is, who answers for it, and how it came about."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from components.settings import Args


class RiskTier(StrEnum):
    """How risky a use is, as the EU AI Act has it (Regulation (EU) 2024/1689, articles 6 and 50)."""

    HIGH = "high"
    LIMITED = "limited"
    MINIMAL = "minimal"


class ModelRecord(Args):
    """The record of a model. Of a high-risk one all of it is required (articles 10 to 14 and 72)."""

    risk_tier: RiskTier | None = None
    """How risky the use is; unset: nobody has judged it yet."""
    owner: str | None = Field(default=None, min_length=1)
    """Who answers for the endpoint."""
    review_date: date | None = None
    """When somebody looks at it again."""
    author: str | None = Field(default=None, min_length=1)
    """Who trained it."""
    approved_by: str | None = Field(default=None, min_length=1)
    """Who said that it may be used; not its author."""
    model_card: str | None = Field(default=None, min_length=1)
    """Where the model is documented."""
    training_run: str | None = Field(default=None, min_length=1)
    """The run that trained it, e.g. its id in MLflow."""
    dataset_version: str | None = Field(default=None, min_length=1)
    """The version of the data that it was trained on."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [name for name in type(self).model_fields if getattr(self, name) is None]
        if self.risk_tier is RiskTier.HIGH and missing:
            raise ValueError(f"risk_tier high needs the whole record; missing: {', '.join(missing)}")
        if self.author is not None and self.author == self.approved_by:
            raise ValueError(f"approved_by must be somebody else than the author, got {self.author!r} for both")
        return self

    def annotations(self) -> dict[str, str]:
        """As annotations of what serves the model, e.g. `strata/risk-tier`; what is not known is left out."""
        known = self.model_dump(mode="json", exclude_none=True)
        return {f"strata/{name.replace('_', '-')}": str(value) for name, value in known.items()}
