"""What is to be checked: exactly one of a stack, a state, a preview, manifests, a list of resources."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import UsageError
from cli.policy import WAIVERS

if TYPE_CHECKING:
    from policies.enforcement import Policy
    from policies.rule import Rule
    from policies.stack import Stack


@dataclass(frozen=True)
class Subject:
    """What is to be checked.

    Attributes:
        name: what to call it.
        stack: its resources.
        policy: what its own settings say; of files, that every violation counts.
        rules: those that its settings ask for; of files, the usual ones.
        folder: where its program lies, for the version that was checked.
        waivers: the file of its waivers.
    """

    name: str
    stack: Stack
    policy: Policy
    rules: tuple[Rule, ...]
    folder: Path
    waivers: Path


def from_files(
    state: Path | None, preview: Path | None, resources: Path | None, manifests: list[Path] | None, *, strict: bool
) -> Subject:
    """The subject that files hold.

    Raises:
        UsageError: not exactly one is named.
        policies.errors.InputError: a file cannot be read as what it is said to be.
    """
    from policies.catalogue import select
    from policies.enforcement import Policy
    from policies.inputs.files import read_preview, read_resources, read_state
    from policies.inputs.manifests import read_manifests

    named = [(read_state, state), (read_preview, preview), (read_resources, resources)]
    files = [(read, path) for read, path in named if path is not None]
    if len(files) + bool(manifests) != 1:
        raise UsageError("name one thing to check: a stack, --state, --preview, --resources or --manifests")
    policy = Policy(strict=strict)
    if manifests:
        name, stack = ", ".join(map(str, manifests)), read_manifests(manifests)
    else:
        read, path = files[0]
        name, stack = str(path), read(path)
    return Subject(name, stack, policy, select(()), Path.cwd(), Path("stacks") / WAIVERS)
