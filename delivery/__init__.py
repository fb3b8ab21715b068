"""The pipelines that `strata ci init` writes into a project: typed settings, templates, and the files they become."""

from delivery.files import Change, Kind, compare, write
from delivery.pipeline import Environment, Pipeline, PipelineError
from delivery.provider import Provider, detect
from delivery.rendering import render

__all__ = [
    "Change",
    "Environment",
    "Kind",
    "Pipeline",
    "PipelineError",
    "Provider",
    "compare",
    "detect",
    "render",
    "write",
]
