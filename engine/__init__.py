"""The embedded deployment engine: runs a Pulumi program against given providers, without the Pulumi CLI."""

from engine.backend import FileBackend
from engine.deployment import run
from engine.errors import EngineError
from engine.events import Event
from engine.operation import Operation, Options, Program, Summary
from engine.project import Project, Stack

__all__ = [
    "EngineError",
    "Event",
    "FileBackend",
    "Operation",
    "Options",
    "Program",
    "Project",
    "Stack",
    "Summary",
    "run",
]
