"""Every resource type goes through its whole life: made, read, left alone, changed, replaced, removed.

The cases lie in `cases/<service>.yaml`, one or more for each type:

    type: the token
    given: what must exist first, name → {type, inputs}; `${name.output}` refers to an output of it
    inputs: good inputs
    update: inputs changed in place, over `inputs`; null takes one away
    unseen: inputs of `update` that AWS does not tell, with the reason in a comment
    stays: why the update cannot be undone
    replace: inputs whose change needs a new resource, over `inputs`
    follows: inputs that the provider changes along with these
    absent: outputs that AWS may leave out, with the reason in a comment
    import: false if the id alone does not say what to read
    remains: why a delete leaves something to read; the last step is then left out
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi.runtime import rpc

from protocol.values import Props, reveal
from sandbox.providers import aws
from sandbox.providers.aws import resource
from sandbox.schema import check_inputs
from sandbox.sdk import inputs_of

CASES = {
    f"{path.stem}:{case['type'].rpartition(':')[2]}:{number}": case
    for path in sorted(Path(__file__, "../cases").resolve().glob("*.yaml"))
    for number, case in enumerate(yaml.safe_load(path.read_text()))
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_life(account: Any, case: dict[str, Any]) -> None:
    """create → read the same → no diff → update in place → seen as drift and undone → diff replaces → delete → gone."""
    given = made_first(account, case)
    inputs = _filled(case["inputs"], given)

    made = account.create(case["type"], "subject", inputs)
    assert made.id
    assert _declared_outputs(case["type"]) - made.outputs.keys() <= set(case.get("absent", ()))
    assert account.read(made) == made
    assert not account.diff(made, inputs).diffs

    if "update" in case:
        changes = _filled(case["update"], given)
        changed = _over(inputs, changes)
        difference = account.diff(made, changed)
        assert not difference.replaces
        assert set(difference.diffs) - {"tagsAll"} == changes.keys()
        updated = account.update(made, changed)
        assert account.read(updated) == updated
        assert not account.diff(updated, changed).diffs
        # To whoever knows only what was before, the update is drift: a refresh shows it, the next update undoes it.
        drifted = account.read(made)
        assert set(account.diff(drifted, inputs).diffs) - {"tagsAll"} == changes.keys() - set(case.get("unseen", ()))
        if "stays" in case:
            made, inputs = updated, changed
        else:
            undone = account.update(drifted, inputs)
            assert not account.diff(account.read(made), inputs).diffs
            made = undone

    if "replace" in case:
        changes = _filled(case["replace"], given)
        difference = account.diff(made, _over(inputs, changes))
        assert set(difference.replaces) == changes.keys() | set(case.get("follows", ()))

    if case.get("import", True):
        imported = account.read(replace(made, inputs={}, outputs={}))
        assert imported.id == made.id
        assert check_inputs(case["type"], imported.inputs) == []

    account.delete(made)
    if "remains" not in case:
        assert account.read(made) is None
        account.delete(made)


IN_SEVERAL_REQUESTS = (
    "cloudwatch:EventRule",
    "cloudwatch:LogGroup",
    "ec2:InternetGateway",
    "ec2:RouteTable",
    "ec2:SecurityGroup",
    "ec2:Vpc",
    "eks:Cluster",
    "iam:InstanceProfile",
    "iam:Role",
    "kms:Key",
    "rds:Instance",
    "rds:ParameterGroup",
    "secretsmanager:Secret",
    "sns:Topic",
    "sqs:Queue",
)
"""What is made or changed by more than one request."""


@pytest.mark.parametrize("name", [name for name in CASES if name.rpartition(":")[0] in IN_SEVERAL_REQUESTS])
def test_what_was_cut_off_can_be_asked_for_again(account: Any, name: str) -> None:
    """Nobody knows how far it got, so all of it is repeated, although all of it was done."""
    case = CASES[name]
    given = made_first(account, case)
    inputs = _filled(case["inputs"], given)
    made = account.create(case["type"], "subject", inputs)
    unfinished = replace(made, outputs={name: value for name, value in made.inputs.items() if "tags" not in name})
    finished = account.update(unfinished, inputs)
    assert account.read(finished) == finished
    assert finished.outputs.items() >= made.outputs.items()

    changed = _over(inputs, _filled(case.get("update", {}), given))
    account.update(finished, changed)
    again = account.update(finished, changed)
    assert account.read(again) == again
    assert not account.diff(again, changed).diffs


def test_every_type_has_a_case() -> None:
    for module in pkgutil.walk_packages(aws.__path__, f"{aws.__name__}."):
        importlib.import_module(module.name)
    tested = {case["type"] for case in CASES.values()}
    assert set(resource._REGISTERED) - tested == set()


@pytest.mark.parametrize("token", sorted({case["type"] for case in CASES.values()}))
def test_names_exist_in_the_sdk(token: str) -> None:
    """What a class says of inputs and outputs is spelt as in the SDK."""
    cls = resource.find_type(token)
    said = {path.partition(".")[0] for path in cls.replace_on} | cls.defaults.keys() | cls.unsupported
    said |= {name for name in (cls.name_property, cls.prefix_property) if name}
    assert said - set(inputs_of(token)) == set()
    assert cls.secret_outputs - _declared_outputs(token, with_inputs=True) == set()


@pytest.mark.parametrize("token", sorted({case["type"] for case in CASES.values()}))
def test_every_input_is_used_or_refused(token: str) -> None:
    """No input of the SDK is taken without a word: its class names it, as its own or as unsupported."""
    cls = resource.find_type(token)
    source = "".join(
        inspect.getsource(importlib.import_module(base.__module__))
        for base in cls.__mro__
        if base.__module__.startswith(f"{aws.__name__}.") and base is not resource.Resource
    )
    if "parameters(" in source:
        return  # translated by botocore's model, which refuses what it does not know
    handled_by_the_provider = {"region", "tags"}
    unnamed = inputs_of(token).keys() - cls.unsupported - handled_by_the_provider
    assert {name for name in unnamed if f'"{name}"' not in source} == set()


def made_first(account: Any, case: dict[str, Any]) -> dict[str, Any]:
    """What must exist before the subject of a case, by name."""
    given: dict[str, Any] = {}
    for name, thing in case.get("given", {}).items():
        given[name] = account.create(thing["type"], name, _filled(thing.get("inputs", {}), given))
    return given


def _filled(value: Any, given: dict[str, Any]) -> Any:
    """The value with `${name.output}` replaced."""
    if isinstance(value, dict):
        return {name: _filled(member, given) for name, member in value.items()}
    if isinstance(value, list):
        return [_filled(element, given) for element in value]
    if isinstance(value, str):
        return re.sub(r"\$\{([\w-]+)\.(\w+)}", lambda match: str(reveal(given[match[1]].outputs[match[2]])), value)
    return value


def _over(inputs: Props, changes: Props) -> Props:
    return {name: value for name, value in {**inputs, **changes}.items() if value is not None}


def _declared_outputs(token: str, *, with_inputs: bool = False) -> set[str]:
    """Wire names of the outputs that the SDK's class declares."""
    package, module, name = token.split(":")
    found: Any = rpc.get_resource_module(package, module, "")
    cls = getattr(importlib.import_module(found.mod_info["fqn"]), name)
    own = next(base for base in cls.__mro__ if base.__name__ == name)
    properties = [getter for _, getter in inspect.getmembers(own) if isinstance(getter, property)]
    wire = {getattr(getter.fget, "_pulumi_name", getter.fget.__name__) for getter in properties}
    plumbing = {"urn", "pulumi_resource_name", "pulumi_resource_type"}
    return wire - plumbing - (set() if with_inputs else set(inputs_of(token)))
