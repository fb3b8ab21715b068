"""What keeps a project or a change of it from being written.

ScaffoldError
├── AnswerError      what a person answered is not allowed; the message has a line for each mistake
├── ProjectError     the folder is not what it has to be: not empty, or not a project that `strata new` has made
├── ToolError        git is missing, or failed
└── DocumentError    a stack file cannot be changed where it is to be changed
"""

from __future__ import annotations


class ScaffoldError(Exception):
    """Nothing was written. The message is for people."""


class AnswerError(ScaffoldError):
    """What a person answered is not allowed."""


class ProjectError(ScaffoldError):
    """The folder is not what it has to be."""


class ToolError(ScaffoldError):
    """A program that is needed is missing, or failed."""


class DocumentError(ScaffoldError):
    """A stack file cannot be changed where it is to be changed."""
