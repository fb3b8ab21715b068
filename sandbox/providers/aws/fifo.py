"""What keeps messages in order has a name that says so."""

from __future__ import annotations

from typing import ClassVar

from protocol.values import Props
from sandbox.providers.aws.resource import Resource
from sandbox.schema import Problem

ENDING = ".fifo"


class FifoResource(Resource):
    """A resource that may be FIFO: its name then ends in `.fifo`.

    Attributes:
        fifo_property: the input that makes it so.
        kind: what people call it.
    """

    fifo_property: ClassVar[str]
    kind: ClassVar[str]

    @classmethod
    def automatic_name(cls, logical: str, suffix: str, inputs: Props) -> str:
        return f"{logical}-{suffix}{ENDING if inputs.get(cls.fifo_property) is True else ''}"

    def check(self, inputs: Props) -> list[Problem]:
        name = inputs.get("name")
        if inputs.get(self.fifo_property) is True and isinstance(name, str) and not name.endswith(ENDING):
            return [Problem("name", f"the name of a FIFO {self.kind} ends in {ENDING}, got {name!r}")]
        return []
