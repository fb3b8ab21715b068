"""What the program's SDK may ask of the engine, and what it refuses by name."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi.runtime.proto import resource_pb2

from engine import Operation
from engine.events import Event
from engine.executor import Executor
from engine.gate import Gate, Stopped
from engine.journal import Journal
from engine.monitor import FEATURES, Monitor
from engine.progress import Progress
from engine.providers import Providers
from engine.registrar import Registrar
from engine.registrations import Registrations
from engine.targets import Targets
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item, Source, options, urn_of
from tests.engine.states import sealer, snapshot
from tests.harness import Deployer


def monitor_of(events: list[Event], *, preview: bool = False) -> Monitor:
    """A monitor of an empty stack."""
    journal = Journal(snapshot(), sealer())
    progress = Progress(events.append, planning=preview, debug=False)
    executor = Executor(Providers({}, ()), journal, progress, Gate(1, threading.Event()), preview=preview)
    registrar = Registrar(Registrations("test", "strata", journal), executor, Targets(()), {})
    return Monitor(registrar, resource_pb2.DeploymentInfo(stack="test", project="strata"), "/project")


def with_hook() -> None:
    hook = pulumi.ResourceHook("look", lambda _args: None)
    Item("item", options(hooks=pulumi.ResourceHookBinding(before_create=[hook])))


def with_error_hook() -> None:
    hook = pulumi.ErrorHook("again", lambda _args: True)
    Item("item", options(hooks=pulumi.ResourceHookBinding(on_error=[hook])))


def with_transform() -> None:
    Item("item", options(transforms=[lambda _args: None]))


def with_stack_transform() -> None:
    pulumi.runtime.register_resource_transform(lambda _args: None)
    Item("item")


def with_invoke_transform() -> None:
    pulumi.runtime.register_invoke_transform(lambda _args: None)
    Item("item")


def with_method() -> None:
    pulumi.export("result", pulumi.runtime.call("test:index:Item/grow", {"by": 1}))


def with_remote_component() -> None:
    pulumi.ComponentResource("test:index:Remote", "remote", {}, None, remote=True)


def with_environment_variables() -> None:
    Source("source", options(env_var_mappings={"A": "B"}))


def with_parameterized_package() -> None:
    async def package() -> str:
        return "11111111-2222"

    pulumi.CustomResource("test:index:Item", "item", {}, None, package_ref=package())


REFUSED: dict[Callable[[], None], str] = {
    with_hook: "resource hooks are",
    with_error_hook: "error hooks are",
    with_transform: "transforms are",
    with_stack_transform: "transforms are",
    with_invoke_transform: "invoke transforms are",
    with_method: "calling the method test:index:Item/grow is",
    with_remote_component: "test:index:Remote 'remote': remote components are",
    with_environment_variables: (
        "pulumi:providers:test 'source': provider environment variables (env_var_mappings) are"
    ),
    with_parameterized_package: "test:index:Item 'item': parameterized packages are",
}


@pytest.mark.parametrize("operation", [Operation.PREVIEW, Operation.UP])
@pytest.mark.parametrize("program", REFUSED, ids=lambda program: program.__name__)
def test_unsupported_feature_stops_with_an_error_that_names_it(
    stack: Deployer, cloud: Cloud, program: Callable[[], None], operation: Operation
) -> None:
    result = stack(program, operation=operation, succeeds=False)
    assert result.summary.errors == [
        f"{REFUSED[program]} not supported by the embedded engine; use the official Pulumi CLI"
    ]
    assert cloud.resources == {}


@pytest.mark.parametrize(
    ("verb", "request_", "named"),
    [
        (
            "Call",
            resource_pb2.ResourceCallRequest(tok="test:index:Item/grow"),
            "calling the method test:index:Item/grow",
        ),
        ("ExistsResource", resource_pb2.ExistsResourceRequest(type="t:i:T"), "asking whether a t:i:T exists"),
        ("RegisterPackage", resource_pb2.RegisterPackageRequest(name="aws"), "the parameterized package aws"),
        ("RegisterStackTransform", None, "stack transforms"),
        ("RegisterStackInvokeTransform", None, "invoke transforms"),
        ("RegisterResourceHook", resource_pb2.RegisterResourceHookRequest(name="h"), "the resource hook h"),
        ("RegisterErrorHook", resource_pb2.RegisterErrorHookRequest(name="h"), "the error hook h"),
    ],
)
def test_unsupported_verb_fails_the_operation_even_if_the_program_goes_on(verb: str, request_: Any, named: str) -> None:
    events: list[Event] = []
    monitor = monitor_of(events)
    with pytest.raises(Stopped, match="not supported by the embedded engine"):
        getattr(monitor, verb)(request_)
    (told,) = [event.json()["diagnosticEvent"] for event in events]
    assert told["severity"] == "error"
    assert told["message"].startswith(named)


def test_every_verb_of_the_protocol_is_there() -> None:
    """A verb that is missing would end in an AttributeError inside the user's program."""
    service = resource_pb2.DESCRIPTOR.services_by_name["ResourceMonitor"]
    assert {method.name for method in service.methods if not hasattr(Monitor, method.name)} == set()


@pytest.mark.parametrize(
    ("feature", "supported"),
    [
        ("secrets", True),
        ("resourceReferences", True),
        ("aliasSpecs", True),
        ("deletedWith", True),
        ("transforms", False),
        ("resourceHooks", False),
        ("nonsense", False),
    ],
)
def test_older_sdks_learn_the_same_features(feature: str, *, supported: bool) -> None:
    request = resource_pb2.SupportsFeatureRequest(id=feature)
    assert monitor_of([]).SupportsFeature(request).hasSupport is supported


def test_only_what_the_engine_does_is_offered(stack: Deployer) -> None:
    """The SDK refuses by itself, in the user's program, what is not offered here."""
    offered: list[int] = []

    def program() -> None:
        monitor = pulumi.runtime.settings.get_monitor()
        offered.extend(monitor.GetDeploymentInfo(None).supportedFeatures)

    stack(program)
    names = {resource_pb2.ResourceMonitorFeature.Name(feature) for feature in offered}
    assert set(offered) == set(FEATURES)
    assert {name for name in names if "HOOK" in name or "TRANSFORM" in name} == set()


def test_program_may_ask_about_the_operation(stack: Deployer) -> None:
    seen: list[Any] = []

    def program() -> None:
        seen.append(pulumi.runtime.settings.get_monitor().GetDeploymentInfo(None))

    config = {"strata:size": 3, "strata:token": {"secure": stack.encrypted("hunter2")}}
    stack(program, config, operation=Operation.PREVIEW, parallel=7)
    (info,) = seen
    assert (info.project, info.stack, info.organization) == ("strata", "test", "organization")
    assert (info.dryRun, info.parallel) == (True, 7)
    assert dict(info.config) == {"strata:size": "3", "strata:token": "hunter2"}
    assert list(info.configSecretKeys) == ["strata:token"]


def test_failed_registration_ends_an_up_and_lets_a_preview_go_on() -> None:
    request = resource_pb2.RegisterResourceRequest(type="none:index:Thing", name="thing", custom=True)
    with pytest.raises(Stopped):
        monitor_of([]).RegisterResource(request)

    response = monitor_of([], preview=True).RegisterResource(request)
    assert response.result == resource_pb2.Result.FAIL
    assert response.urn == urn_of("thing", "none:index:Thing")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("item", f"{urn_of('item')}: its outputs are its provider's; the program cannot set them"),
        ("nowhere", f"outputs for {urn_of('nowhere')!r}, which the program has not registered"),
    ],
)
def test_outputs_of_what_is_no_component_of_the_program_are_refused(stack: Deployer, name: str, message: str) -> None:
    def program() -> None:
        monitor = pulumi.runtime.settings.get_monitor()
        request = resource_pb2.RegisterResourceOutputsRequest(urn=urn_of(name))
        Item("item").urn.apply(lambda _urn: monitor.RegisterResourceOutputs(request))

    assert message in stack(program, {}, succeeds=False).summary.errors
