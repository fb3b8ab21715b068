"""The Pulumi CLI's first steps in a foundation: log in to the bucket, make the stack."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import EngineFailed, Unprepared

if TYPE_CHECKING:
    from foundation import Names

_WITHIN_S = 120


def commands(names: Names) -> dict[str, list[str]]:
    """What is to be typed, and what for. Source of the URLs: Pulumi's documentation of DIY backends and of AWS KMS."""
    region = names.account.region
    place = f"region={region}&awssdk=v2"
    return {
        "keeps the state here": ["pulumi", "login", f"s3://{names.state_bucket}?{place}"],
        "makes the stack, its secrets encrypted with the key": [
            "pulumi",
            "stack",
            "init",
            names.environment,
            f"--secrets-provider=awskms://{names.key_alias}?{place}",
        ],
    }


def limiting(names: Names) -> dict[str, list[str]]:
    """What tells the stack how far its roles may go: pipelines make none without."""
    setting = ["--path", "strata:identities.permissions_boundary", names.policy_arn(names.boundary)]
    return {"lets pipelines make roles": ["pulumi", "config", "set", "--stack", names.environment, *setting]}


def do(names: Names, root: Path, say: Callable[[str], None]) -> None:
    """Type them.

    Raises:
        Unprepared: there is no Pulumi CLI.
        EngineFailed: it refuses.
    """
    from cli.engines.official import executable

    found, _, missing = executable.checked()
    if missing or found is None:
        raise Unprepared(f"{names.environment} is bootstrapped, but nobody is logged in", missing)
    for purpose, (_, *arguments) in commands(names).items():
        ended = subprocess.run(  # noqa: S603 - the CLI that was found
            [found, *arguments, "--non-interactive"],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_WITHIN_S,
            check=False,
        )
        said = " ".join(ended.stderr.split())
        if ended.returncode and "already exists" not in said:
            raise EngineFailed(f"pulumi {' '.join(arguments)}: {said}")
        say(f"pulumi {' '.join(arguments[:2])}: {purpose}")
