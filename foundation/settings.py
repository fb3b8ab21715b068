"""What a foundation is to be: the settings of `stacks/bootstrap.yaml`, one set for each environment."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

_OWNER_NAME = r"^[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)+$"
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=50)]
"""Source of the length: the Budgets API reference, `Subscriber`."""
Scanning = Literal["basic", "enhanced"]
Forge = Literal["github", "gitlab"]


class EnvironmentSettings(BaseModel):
    """One environment's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str = Field(pattern=r"^[a-z]{2,4}(-[a-z]+)+-[0-9]$")
    """Where the state lies, e.g. `eu-central-1`."""
    account: str | None = Field(default=None, pattern=r"^[0-9]{12}$")
    """The account that it was first made in; a run with credentials of another one is refused."""
    repository: str | None = Field(default=None, pattern=_OWNER_NAME)
    """Whose pipelines deploy, e.g. `acme/platform`; none: there are no roles for pipelines."""
    forge: Forge = "github"
    """Where that repository is."""
    gitlab_url: str = Field(default="https://gitlab.com", pattern=r"^https://[a-z0-9.-]+$")
    """The GitLab that it is in."""
    branch: str = Field(default="main", pattern=r"^[\w./-]+$")
    """The branch that GitLab deploys from; make it a protected one. GitHub's tokens name the environment instead, but
    previews of what was merged, and those of every night, name the branch."""
    budget_usd: float | None = Field(default=None, gt=0, le=1e9)
    """What the whole account may cost a month; none: there is no budget."""
    alert_emails: tuple[Email, ...] = Field(default=(), max_length=10)
    """Who is told of costs."""
    alert_topic: str | None = Field(default=None, pattern=r"^arn:[\w-]+:sns:[\w-]+:[0-9]{12}:[\w-]+$")
    """The SNS topic that is told of costs."""
    scanning: Scanning = "basic"
    """How ECR scans images: `basic`, when they are pushed, at no cost; `enhanced`, again and again, by Inspector."""
    imds_hop_limit: int = Field(default=1, ge=1, le=64)
    """How far answers of the instance metadata service travel by default; more than 1 lets containers have them."""
    state_versions_days: int = Field(default=90, ge=1, le=3650)
    """How long the state as it was before a change can be brought back."""
    access_logs_days: int = Field(default=365, ge=1, le=3650)
    """How long it is kept who read and wrote the state."""

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.repository and self.forge == "github" and self.repository.count("/") != 1:
            raise ValueError(f"repository must be OWNER/NAME on GitHub, got {self.repository!r}")
        if self.budget_usd and not self.alert_emails and not self.alert_topic:
            raise ValueError("budget_usd needs somebody to tell: alert_emails or alert_topic (--alert-email)")
        if (self.alert_emails or self.alert_topic) and not self.budget_usd:
            raise ValueError("alert_emails and alert_topic need budget_usd (--budget-usd)")
        if len(set(self.alert_emails)) != len(self.alert_emails):
            raise ValueError("alert_emails names somebody twice")
        return self


class BootstrapSettings(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    environments: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")], EnvironmentSettings] = {}

    @model_validator(mode="after")
    def _agreed(self) -> Self:
        """What holds for a whole account and region cannot be set in two ways."""
        first: dict[tuple[str, str], str] = {}
        for name, one in self.environments.items():
            if one.account is None:
                continue
            other = first.setdefault((one.account, one.region), name)
            theirs = self.environments[other]
            for setting in ("scanning", "imds_hop_limit"):
                if getattr(one, setting) != getattr(theirs, setting):
                    raise ValueError(
                        f"{setting} holds for all of {one.region} in account {one.account}: "
                        f"{other} has {getattr(theirs, setting)}, {name} {getattr(one, setting)}"
                    )
        return self
