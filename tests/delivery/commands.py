"""The commands of written pipelines, with the environment in which their provider runs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

COMMIT, NUMBER = "c" * 40, "7"


@dataclass(frozen=True)
class Script:
    """Some commands that run in one shell.

    Attributes:
        place: file, job and number, for people.
        text: the commands.
        environment: variables, whose values may hold expressions.
        shell: what runs it.
        id: by which later scripts name its outputs.
    """

    place: str
    text: str
    environment: Mapping[str, str] = field(default_factory=dict)
    shell: str = "bash"
    id: str = ""


class _Reference(yaml.YAMLObject):
    yaml_tag, yaml_loader = "!reference", yaml.SafeLoader

    @classmethod
    def from_yaml(cls, loader: Any, node: Any) -> list[Any]:
        return [cls, *loader.construct_sequence(node)]


Files = Mapping[str, str]
"""Contents by places in the project."""


def load(text: str) -> dict[Any, Any]:
    """What a YAML file holds; `on` is `True` in it, as YAML 1.1 has it."""
    document: dict[Any, Any] = yaml.safe_load(text)
    return document


def github(files: Files) -> Iterator[tuple[str, list[Script]]]:
    """The scripts of each job, and of each action of one's own, in their order."""
    for file, text in files.items():
        document = load(text)
        if "runs" in document:
            yield file, list(_steps(file, document["runs"]["steps"], {}, None))
        for name, job in document.get("jobs", {}).items():
            place = f"{file.rpartition('/')[2]}: {name}"
            common = document.get("env", {}) | job.get("env", {})
            yield place, list(_steps(place, job.get("steps", []), common, document.get("defaults")))


def _steps(place: str, steps: list[Any], common: Mapping[str, str], defaults: Any) -> Iterator[Script]:
    for number, step in enumerate(steps, 1):
        if "run" in step:
            # Only with this name does GitHub have it stop at a failure within a pipe.
            assert (step.get("shell") or defaults["run"]["shell"]) == "bash", place
            environment = {**common, **step.get("env", {})}
            yield Script(f"{place}: {step.get('name', number)}", step["run"], environment, id=step.get("id", ""))


def gitlab(files: Files) -> Iterator[tuple[str, list[Script]]]:
    """The script of each job: what comes before it runs in the same shell."""
    merged = {name: job for text in files.values() for name, job in load(text).items()}
    for name, job in merged.items():
        if isinstance(job, dict) and "script" in job and not name.startswith("."):
            whole = _extended(merged, job)
            lines = [*_lines(merged, whole.get("before_script", [])), *_lines(merged, whole["script"])]
            # Alpine's images have no bash.
            shell = "sh" if str(whole["image"]).startswith(("alpine", "docker")) else "bash"
            yield name, [Script(name, "\n".join(lines), _text(whole.get("variables", {})), shell)]


def _extended(jobs: Mapping[str, Any], job: Mapping[str, Any]) -> dict[str, Any]:
    base = _extended(jobs, jobs[job["extends"]]) if "extends" in job else {}
    variables = base.get("variables", {}) | job.get("variables", {})
    return {**base, **job, "variables": variables}


def _lines(jobs: Mapping[str, Any], lines: list[Any]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, list) and line[0] is _Reference:
            yield from _lines(jobs, jobs[line[1]][line[2]])
        else:
            yield line


def _text(variables: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in variables.items()}


def jenkins(files: Files) -> Iterator[tuple[str, list[Script]]]:
    """The scripts of each stage, and of each function."""
    parts = re.split(r"^void (\w+)\(|^ +stage\('([^']+)'\) \{$", files["Jenkinsfile"], flags=re.MULTILINE)
    for function, stage, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        name = stage or f"{function}()"
        scripts = [long or short for long, short in re.findall(r"\bsh (?:'''(.*?)'''|'(.*?)')", body, re.DOTALL)]
        assert len(scripts) == len(re.findall(r"\bsh\b ?[('\"]", body)), name
        yield (
            name,
            [
                Script(f"{name}: {number}", script, shell="bash" if script.startswith("#!/usr/bin/env bash") else "sh")
                for number, script in enumerate(scripts, 1)
            ],
        )


def filled_in(value: str, known: Callable[[str], str]) -> str:
    """A value of a workflow with its expressions evaluated."""
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known(found[1]), value)


def expanded(value: str, variables: Mapping[str, str]) -> str:
    """A variable of GitLab, with others in it; what is not set is empty."""
    return re.sub(r"\$(\w+)", lambda found: variables.get(found[1], ""), value)
