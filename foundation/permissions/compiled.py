"""The policies of the YAML files beside this one, with the names of an environment in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from foundation.documents import Statement
from foundation.names import Names

_FOLDER: Final = Path(__file__).parent
_SHARED: Final = ("SeeWhatThereIs", "FindTheMachineImages")
"""What a preview may see, too."""


def deploying(names: Names, key: str) -> dict[str, list[Statement]]:
    """The policies of the deploying role: statements by part of the platform.

    Args:
        names: the environment's.
        key: the ARN of the key of state and secrets.
    """
    return _compiled("deploy.yaml", names, key)


def previewing(names: Names, key: str) -> dict[str, list[Statement]]:
    """The policies of the previewing role."""
    seen = [one for one in deploying(names, key)["state"] if one["Sid"] in _SHARED]
    return {part: [*statements, *seen] for part, statements in _compiled("preview.yaml", names, key).items()}


def _compiled(file: str, names: Names, key: str) -> dict[str, list[Statement]]:
    written: dict[str, list[dict[str, Any]]] = yaml.safe_load((_FOLDER / file).read_text(encoding="utf-8"))
    account = names.account
    known = {
        "partition": account.partition,
        "region": account.region,
        "account": account.number,
        "prefix": names.prefix,
        "state_bucket": names.state_bucket,
        "key": key,
        "boundary": names.policy_arn(names.boundary),
    }
    return {part: [_statement(one, names, known) for one in statements] for part, statements in written.items()}


def _statement(written: Mapping[str, Any], names: Names, known: Mapping[str, str]) -> Statement:
    condition = _filled(written.get("condition", {}), known)
    if when := written.get("when"):
        owned = _owned(names, {"made": "aws:RequestTag", "ours": "aws:ResourceTag"}[when])
        condition = {test: {**owned.get(test, {}), **condition.get(test, {})} for test in {**owned, **condition}}
    statement: Statement = {
        "Sid": written["sid"],
        "Effect": "Allow",
        "Action": list(written["actions"]),
        "Resource": _filled(written.get("resources", ["*"]), known),
    }
    return statement | ({"Condition": condition} if condition else {})


def _owned(names: Names, key: str) -> dict[str, dict[str, Any]]:
    """That something bears the tags of the environment's stacks, or those of its teams: `prod`, `prod.vision`."""
    environments = [names.environment, f"{names.environment}.*"]
    return {
        "StringEquals": {f"{key}/project": names.project},
        "StringLike": {f"{key}/environment": environments},
    }


def _filled(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(known)
    if isinstance(value, Mapping):
        return {name: _filled(inner, known) for name, inner in value.items()}
    return [_filled(inner, known) for inner in value]
