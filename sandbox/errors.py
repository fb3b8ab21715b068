"""What can go wrong with the sandbox as a whole.

SandboxError
└── SandboxLost     the server that the stacks' resources lived in is gone
"""

from __future__ import annotations

from collections.abc import Mapping


class SandboxError(Exception):
    """The sandbox cannot do what was asked; the message says why and what to do next."""


class SandboxLost(SandboxError):
    """The server is gone and with it the resources that stacks still list.

    Attributes:
        stacks: how many AWS resources each stack still lists, by `project/stack`.
    """

    def __init__(self, reason: str, stacks: Mapping[str, int]) -> None:
        counted = ", ".join(f"{stack} ({count} resources)" for stack, count in sorted(stacks.items()))
        super().__init__(
            f"the sandbox's AWS server is gone ({reason}), and with it everything these stacks list: {counted}; "
            "nothing was rebuilt; type `strata sandbox reset` to forget the lost stacks and start with an empty sandbox"
        )
        self.stacks = dict(stacks)
