"""The stack's program, planned in the sandbox: what the other checks of the stack go by."""

from __future__ import annotations

from typing import Final

from doctor.check import CannotTell, Check, Finding, Group, failed, passed
from doctor.declared import Declared
from doctor.subject import Subject

LIMIT_S: Final = 120.0
_SEALED: Final = ("secretsprovider:", "is encrypted, but the file has no encryptionsalt")
"""How the embedded engine says that it cannot open secrets that the Pulumi engine opens."""


def _run(subject: Subject) -> Finding:
    from engine import Operation, run  # noqa: PLC0415
    from engine.errors import ConfigError, EngineError  # noqa: PLC0415
    from sandbox.errors import SandboxError  # noqa: PLC0415

    stack = subject.named
    try:
        if subject.in_sandbox:  # the checks after this one ask its server, which a plan may do without
            subject.sandbox.start()
        summary = run(Operation.PREVIEW, stack, providers=subject.sandbox.planners())
    except SandboxError as error:
        return failed(f"the sandbox it is planned in: {error}", f"{subject.typed} sandbox reset")
    except ConfigError as error:
        # Any other mistake is one for the Pulumi engine, too.
        if subject.sealed_by and all(any(words in one for words in _SEALED) for one in error.problems):
            raise CannotTell(
                f"secrets of {subject.sealed_by} are not opened in the sandbox: {_line(str(error))}"
            ) from error
        return failed(_line(str(error)), f"mend {stack.project.stack_file(stack.name)}, as it says")
    except EngineError as error:
        return failed(_line(str(error)), f"{subject.typed} preview {stack.name} --sandbox")
    if not summary.succeeded:
        # A plan of what another operation holds, or has left cut off, is a matter of `lock` and `state`.
        what = "; ".join(summary.errors) or "it failed without a word"
        return failed(_line(what), f"{subject.typed} preview {stack.name} --sandbox")
    subject.plan(Declared([one for one in summary.resources if not one.delete]))
    return passed(f"plans {sum(summary.changes.values())} resources")


def _line(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


CHECK: Final = Check(
    "program", Group.STACK, "Whether the stack's settings are right and its program can be planned.", _run, LIMIT_S
)
