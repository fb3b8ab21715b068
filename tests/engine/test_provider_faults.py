"""Providers that fail as nobody foresaw, do not know what they did, or hang: one clear error, and `up` goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from pulumi import InvokeOptions, ResourceOptions
from pulumi.runtime import invoke

from engine import Operation
from engine.events import DiagnosticEvent
from protocol.provider import Log, ProviderError, Unanswered
from tests.engine.memory_provider import Cloud, MemoryProvider, failing
from tests.engine.programs import Item, urn_of
from tests.harness import Deployer, Result

ITEM = "test:index:Item"


class Odd(Exception):
    """An error that shows nothing of itself."""

    def __str__(self) -> str:
        return ""


STRANGE = [KeyError("id"), ValueError("no"), OSError(5, "I/O error"), RecursionError("deep"), Odd(), AssertionError()]


class Remembering(MemoryProvider):
    """Carries out a create of one name once, and forgets to answer where a test wants it to.

    Attributes:
        speechless: the verbs that are carried out, but not answered.
    """

    def __init__(self, cloud: Cloud, speechless: set[str], answers: dict[str, Any]) -> None:
        super().__init__(cloud)
        self.speechless = speechless
        self.answers = answers

    def Create(self, request: Any) -> Any:
        name = request.resource_status_token
        if name not in self.answers:
            self.answers[name] = super().Create(request)
        return self._answer("create", self.answers[name])

    def Update(self, request: Any) -> Any:
        return self._answer("update", super().Update(request))

    def Delete(self, request: Any) -> Any:
        return self._answer("delete", super().Delete(request))

    def _answer(self, verb: str, answer: Any) -> Any:
        if verb in self.speechless:
            raise Unanswered(f"no answer to {verb}")
        return answer


@pytest.fixture
def speechless(stack: Deployer, cloud: Cloud) -> set[str]:
    """The verbs whose answers get lost."""
    verbs: set[str] = set()
    answers: dict[str, Any] = {}
    stack.providers = {"test": lambda: Remembering(cloud, verbs, answers)}
    return verbs


def items(*names: str, value: int = 1) -> Callable[[], None]:
    def program() -> None:
        for name in names:
            Item(name, value=value)

    return program


def is_whole(stack: Deployer, cloud: Cloud, *names: str) -> None:
    """The next `up` brings about what is declared, once, and the one after it changes nothing."""
    cloud.failures = failing()
    stack(items(*names))
    assert sorted(cloud.by_name()) == sorted(names)
    assert len(cloud.resources) == len(names)
    assert stack.pending() == []
    assert stack(items(*names)).summary.changes.keys() == {"same"}


def told_clearly(result: Result, error: Exception) -> None:
    """One error, which names the resource and the kind of failure, without a traceback."""
    (message,) = result.summary.errors
    assert message.startswith(f"{urn_of('one')}: "), message
    assert type(error).__name__ in message
    assert "Traceback" not in message
    assert "\n" not in message


@pytest.mark.parametrize("error", STRANGE, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("verb", ["check", "create", "diff", "update", "read", "delete"])
def test_an_error_of_any_kind_in_any_verb_is_told_and_survived(
    stack: Deployer, cloud: Cloud, verb: str, error: Exception
) -> None:
    if verb in ("check", "create"):
        cloud.failures = failing((verb, "one"), error=error)
        result = stack(items("one", "two"), succeeds=False, parallel=1)
    else:
        stack(items("one", "two"))
        cloud.failures = failing((verb, "one"), error=error)
        if verb == "read":
            result = stack(None, operation=Operation.REFRESH, succeeds=False)
        elif verb == "delete":
            result = stack(items("two"), succeeds=False)
        else:
            result = stack(items("one", "two", value=2), succeeds=False)
    told_clearly(result, error)
    is_whole(stack, cloud, "one", "two")


@pytest.mark.parametrize("error", [KeyError("id"), ProviderError("no function today")], ids=["strange", "refused"])
def test_a_function_that_fails_is_told_by_its_name(stack: Deployer, cloud: Cloud, error: Exception) -> None:
    def program() -> None:
        invoke("test:index:lookup", {}, InvokeOptions())
        Item("one")

    cloud.failures = failing(("invoke", "test:index:lookup"), error=error)
    result = stack(program, succeeds=False)
    (message,) = result.summary.errors
    assert message.startswith("test:index:lookup: ")
    assert "Traceback" not in message
    assert cloud.resources == {}


@pytest.mark.parametrize("operation", [Operation.PREVIEW, Operation.UP])
@pytest.mark.parametrize("verb", ["check", "diff"])
def test_check_and_diff_that_fail_change_nothing(
    stack: Deployer, cloud: Cloud, verb: str, operation: Operation
) -> None:
    stack(items("one"))
    before = cloud.by_name()
    cloud.failures = failing((verb, "one"), error=ProviderError(f"{verb} is out of order"))
    result = stack(items("one", value=2), operation=operation, succeeds=False)
    (message,) = result.summary.errors
    assert message == f"{urn_of('one')}: {verb} is out of order"
    assert cloud.by_name() == before
    is_whole(stack, cloud, "one")


def test_a_creation_nobody_knows_of_is_found_by_the_next_up(
    stack: Deployer, cloud: Cloud, speechless: set[str]
) -> None:
    speechless.add("create")
    result = stack(items("one"), succeeds=False)
    assert result.summary.errors == [
        (
            f"{urn_of('one')}: nobody knows whether create took place; it stays pending, "
            "and the next command looks into it: no answer to create"
        )
    ]
    (pending,) = stack.pending()
    assert pending.resource.urn == urn_of("one")
    assert len(cloud.resources) == 1

    # As long as there is no answer, it stays so.
    assert not stack(items("one"), succeeds=False).summary.succeeded
    assert len(stack.pending()) == len(cloud.resources) == 1

    speechless.clear()
    is_whole(stack, cloud, "one")
    assert cloud.made == 1


def test_an_update_nobody_knows_of_is_read_back_by_the_next_up(
    stack: Deployer, cloud: Cloud, speechless: set[str]
) -> None:
    stack(items("one"))
    speechless.add("update")
    assert not stack(items("one", value=2), succeeds=False).summary.succeeded
    assert [operation.resource.urn for operation in stack.pending()] == [urn_of("one")]
    speechless.clear()
    stack(items("one", value=2))
    assert cloud.called("update") == [("update", "one")]
    assert cloud.by_name() == {"one": {"value": 2}}
    assert stack.pending() == []


def test_a_deletion_nobody_knows_of_is_read_back_by_the_next_up(
    stack: Deployer, cloud: Cloud, speechless: set[str]
) -> None:
    stack(items("one", "two"))
    speechless.add("delete")
    assert not stack(items("two"), succeeds=False).summary.succeeded
    assert [operation.resource.urn for operation in stack.pending()] == [urn_of("one")]
    assert cloud.names() == {"two"}
    speechless.clear()
    assert stack(items("two")).names(ITEM) == {"two"}
    assert stack.pending() == []


def test_a_create_that_hangs_ends_with_the_interrupt_and_is_found_later(stack: Deployer, cloud: Cloud) -> None:
    """Ctrl-C tells the providers to hurry; what they gave up stays pending, and what was done stays recorded."""
    cancel, told, answers = threading.Event(), threading.Event(), dict[str, Any]()

    class Hanging(Remembering):
        def Create(self, request: Any) -> Any:
            answer = super().Create(request)
            if request.name == "one" and not told.is_set():
                cancel.set()  # the person's patience ends here
                assert told.wait(30)
                raise Unanswered("cut short by the interrupt")
            return answer

        def Cancel(self, request: Any) -> Any:
            told.set()

    stack.providers = {"test": lambda: Hanging(cloud, set(), answers)}
    result = stack(items("one", "two", "three"), cancel=cancel, parallel=1, succeeds=False)
    assert any("cut short by the interrupt" in error for error in result.summary.errors)
    assert any(error.startswith("interrupted: ") for error in result.summary.errors)
    assert urn_of("one") in [operation.resource.urn for operation in stack.pending()]
    is_whole(stack, cloud, "one", "two", "three")
    assert cloud.made == 3


class Chatty(MemoryProvider):
    """Tells something while it creates."""

    log: Log

    def Create(self, request: Any) -> Any:
        self.log("info", "waiting for hunter2-hunter2", request.urn, ephemeral=True)
        return super().Create(request)


def test_what_a_provider_tells_meanwhile_becomes_an_event_of_its_resource(stack: Deployer, cloud: Cloud) -> None:
    def make() -> Chatty:
        provider = Chatty(cloud)
        provider.log = lambda *_, **__: None
        return provider

    def program() -> None:
        Item("one", ResourceOptions(), secret="hunter2-hunter2")

    stack.providers = {"test": make}
    config = {"strata:password": {"secure": stack.encrypted("hunter2-hunter2")}}
    result = stack(program, config)
    (event,) = [event for event in result.events if isinstance(event, DiagnosticEvent)]
    assert (event.severity, event.urn, event.ephemeral) == ("info", urn_of("one"), True)
    assert event.message == "waiting for [secret]"
