"""The message of a lost sandbox says what is lost and what to do."""

from __future__ import annotations

from sandbox.errors import SandboxError, SandboxLost


def test_lost_stacks_are_counted_in_order() -> None:
    lost = SandboxLost("process 7 has ended", {"strata/prod": 9, "strata/dev": 3})
    assert isinstance(lost, SandboxError)
    assert lost.stacks == {"strata/dev": 3, "strata/prod": 9}
    assert str(lost) == (
        "the sandbox's AWS server is gone (process 7 has ended), and with it everything these stacks list: "
        "strata/dev (3 resources), strata/prod (9 resources); nothing was rebuilt; "
        "type `strata sandbox reset` to forget the lost stacks and start with an empty sandbox"
    )
