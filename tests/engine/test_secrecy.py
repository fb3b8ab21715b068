"""Secret values go through everything that the engine takes, while provider and program quote them wherever they can.

In no file and in no stream does one turn up in plain text, in no form.
"""

from __future__ import annotations

import base64
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pulumi
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pulumi.runtime.invoke import invoke_output
from pulumi.runtime.proto import provider_pb2

from cli.render.console import console
from cli.render.outputs import output_lines
from cli.render.plan import plan_lines
from cli.render.report import Report, report_parts
from cli.render.watch import JsonWatch, PlainWatch
from engine import Operation
from engine.errors import EngineDefect
from engine.events import SECRET_SHOWN
from protocol.provider import InitializationFailed, ProviderError
from protocol.values import SECRET_SIGNATURE, SIGNATURE, Secret, decode, encode, reveal
from tests.engine.memory_provider import REPLACE, Cloud, MemoryProvider, failing
from tests.engine.programs import Group, Item, Source, options
from tests.harness import Deployer, Result
from tests.secrecy import NASTY, found_in, leaks, marker, open_to_others, repeated

ITEM = "test:index:Item"
MADE, ISSUED = "s3cr3t-made-by-the-provider", "s3cr3t-issued-by-the-provider"
OWN = 's3cr3t-"that" only\n<the program> knows\'s'
DERIVED = OWN[::-1]
"""What a program makes of a secret in a way that nobody could recognise."""

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=24).map(lambda text: f"s3cr3t-{text}-1")
numbers = st.integers(10**13, 2**53)
structures = st.recursive(
    words | numbers,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(words, inner, min_size=1, max_size=2),
    max_leaves=4,
)


def texts(value: Any) -> Iterator[str]:
    """Everything in a secret that must never turn up: texts, numbers and the names of properties."""
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)
    if isinstance(value, str | int):
        yield str(value)


def quoted(secret: Any) -> str:
    """A message that repeats a secret in every form."""
    return " | ".join(form for text in texts(secret) for form in sorted(repeated(text)))


@pytest.fixture(scope="module", autouse=True)
def unsynced() -> Iterator[None]:
    """What a power failure would leave is no subject here, and waiting for the disk is most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        patch.setattr("engine.journal_file._sync", lambda _: None)
        yield


class Maker(Item):
    """An item of which the provider issues a secret."""

    issued: pulumi.Output[Any]

    def __init__(self, name: str, opts: pulumi.ResourceOptions, **inputs: Any) -> None:
        super().__init__(name, opts, issued=None, **inputs)


class Quoting(MemoryProvider):
    """Makes secrets of its own, and hands secret inputs out again under other names."""

    def Create(self, request: Any) -> Any:
        made = super().Create(request)
        return provider_pb2.CreateResponse(id=made.id, properties=encode(self._with_copies(decode(made.properties))))

    def Update(self, request: Any) -> Any:
        made = super().Update(request)
        return provider_pb2.UpdateResponse(properties=encode(self._with_copies(decode(made.properties))))

    def Read(self, request: Any) -> Any:
        found = super().Read(request)
        outputs = self._with_copies(decode(found.properties)) if found.id else {}
        return provider_pb2.ReadResponse(id=found.id, inputs=found.inputs, properties=encode(outputs))

    def Check(self, request: Any) -> Any:
        checked = super().Check(request)
        for failure in checked.failures:
            failure.property = f"bad[{json.dumps(reveal(decode(request.news)))}]"
        return checked

    def _with_copies(self, outputs: dict[str, Any]) -> dict[str, Any]:
        copied = {
            f"copy{index}": {"url": f"ml://ml:{form}@db"}
            for index, text in enumerate(texts(reveal(outputs.get("value"))))
            for form in repeated(text)
        }
        return {**outputs, **copied, "made": MADE, "issued": Secret([{"deep": ISSUED}])}


class Witness:
    """One stack, and everything that its operations showed or wrote.

    Attributes:
        found: where a secret was found: the name of the file or stream, and the secret.
    """

    def __init__(self, folder: Path, secret: Any) -> None:
        self.secret = secret
        self.secrets = {*texts(secret), MADE, ISSUED, OWN, DERIVED}
        self.cloud = Cloud()
        self.found: set[tuple[str, str]] = set()
        self.stack = Deployer(folder=folder, providers={"test": lambda: Quoting(self.cloud)})
        self.config = {"strata:token": {"secure": self.stack.encrypted(json.dumps(secret))}, "strata:open": "shown"}
        self.config["strata:nested"] = {"a": [{"b": {"secure": self.stack.encrypted(json.dumps(secret))}}]}

    def run(self, program: Callable[[], object] | None, operation: Operation = Operation.UP, **options: Any) -> Result:
        """Carry out an operation, and search all that it leaves behind."""
        result = self.stack(program, self.config, operation, succeeds=False, debug=True, **options)
        self.search(shown(result), operation)
        return result

    def search(self, streams: dict[str, str], operation: str = "") -> None:
        found = leaks(self.secrets, [self.stack.folder], streams)
        self.found |= {(f"{operation} {place}", secret) for place, secret in found}

    def failing(self, verb: str, name: str, error: Exception) -> None:
        """From now on a verb fails; the files that lie there at that moment are searched too: the journal."""

        def failures(asked: str, item: str) -> None:
            if (asked, item) == (verb, name):
                assert list(self.stack.folder.rglob("*.journal")) or self.stack.folder.name == "preview"
                self.search({}, f"during {verb}")
                raise error

        self.cloud.failures = failures


def shown(result: Result) -> dict[str, str]:
    """Every stream that an operation's events and its summary are shown on, to people and to programs."""
    lines, out, told = io.StringIO(), io.StringIO(), io.StringIO()
    as_json, as_text = JsonWatch(lines), PlainWatch(console(out), "Updating")
    for event in result.events:
        as_json(event.json())
        as_text(event.json())
    screen = console(told)
    summary = result.summary
    report = Report(
        stack="test", done="up", succeeded=summary.succeeded, duration_s=0, progress=as_text.progress,
        failures=as_text.failures, errors=summary.errors, outputs=summary.outputs, state="s.json",
    )  # fmt: skip
    for part in [*plan_lines(as_text.progress, properties=True), *report_parts(report)]:
        screen.print(part)
    outputs = "\n".join(output_lines(summary.outputs, show_secrets=False))
    return {
        "events": lines.getvalue(),
        "lines": out.getvalue(),
        "plan and report": told.getvalue(),
        "outputs": outputs,
        "objects": f"{result!r} {[repr(event) for event in result.events]}",
        "messages": "\n".join([*summary.errors, *summary.warnings]),
    }


def declared(secret: Any, *, generation: int = 1, more: Callable[[pulumi.Output[Any]], object] = lambda _: None) -> Any:
    """A program that gives a secret to everything that takes one."""

    def program() -> None:
        token = pulumi.Config().require_secret_object("token")
        own = pulumi.Output.secret([OWN])
        source = Source("source", key=token.apply(json.dumps), opts=options(version="1.0.0"))
        opts = options(provider=source, additional_secret_outputs=["made"], replacement_trigger=token)
        inputs = {"value": token, "deep": [{"of": own}], "generation": generation, REPLACE: generation % 2}
        first = Maker("first", opts, **inputs)
        opts = options(additional_secret_outputs=["made"])
        Item("derived", opts, value=first.value.apply(lambda value: f"<{json.dumps(value)}>"), given=first.issued)
        Item("file", opts, value=own.apply(lambda value: pulumi.StringAsset(json.dumps(value))))
        encoded = token.apply(lambda value: base64.b64encode(json.dumps(value).encode()).decode())
        Item("document", opts, value=own, text=encoded)
        group = Group("group")
        group.register_outputs({"token": token, "both": [own, {"plain": 1}]})
        asked = invoke_output("test:index:echo", {"value": own})
        Item("asked", pulumi.ResourceOptions.merge(opts, options(parent=group)), value=asked)
        nested = pulumi.Config().require_secret_object("nested")
        for name, value in {"token": token, "own": own, "asked": asked, "nested": nested, "first": first.value}.items():
            pulumi.export(name, value)
        pulumi.export("made", first.issued)
        more(pulumi.Output.all(own, token))

    return program


def log(both: pulumi.Output[Any]) -> None:
    def tell(value: Any) -> None:
        for say in (pulumi.log.debug, pulumi.log.info, pulumi.log.warn):
            say(quoted(value))

    both.apply(tell)


def log_an_error(both: pulumi.Output[Any]) -> None:
    both.apply(lambda value: pulumi.log.error(quoted(value)))


def fail(both: pulumi.Output[Any]) -> None:
    def raise_it(value: Any) -> None:
        local = f"in a local: {quoted(value)}"
        try:
            raise KeyError(repr(value))
        except Exception as error:
            raise ValueError(local, value) from error

    both.apply(raise_it)


def refuse(both: pulumi.Output[Any]) -> None:
    Item("refused", badValue=both.apply(lambda values: values[0][0][::-1]), value=both)


def do_not_get_ready(both: pulumi.Output[Any]) -> None:
    Item("unready", options(additional_secret_outputs=["made"]), value=both)


def ask_in_vain(both: pulumi.Output[Any]) -> None:
    invoke_output("test:index:fail", {"value": both})


@settings(max_examples=4)
@given(structures)
@example(list(NASTY.values()))
@example({text: text for text in NASTY.values()})
@example([4711471147114711, {"s3cr3t-key-n0": 2718281828459045}])
def test_no_secret_is_shown_or_written_whatever_is_done_with_it(secret: Any) -> None:
    with TemporaryDirectory() as folder:
        witness = Witness(Path(folder), secret)
        message = quoted([secret, OWN])
        ended = {}

        def run(name: str, program: Any, operation: Operation = Operation.UP, **options: Any) -> Result:
            result = witness.run(program, operation, **options)
            ended[name] = result.summary.succeeded
            return result

        run("preview", declared(secret), Operation.PREVIEW)
        witness.cloud.resources["id"] = {}
        # The last one when what came of the one before is looked into, which the update then puts right.
        not_ready = InitializationFailed("id", {}, {"value": message}, [message])
        for error in (ProviderError(message), KeyError(message), not_ready):
            witness.failing("create", "document", error)
            run(f"create {type(error).__name__}", declared(secret))
        witness.cloud.failures = failing(("invoke", "test:index:fail"), error=ProviderError(message))
        run("up", declared(secret, more=log))
        for more in (log_an_error, fail, refuse, ask_in_vain):
            run(more.__name__, declared(secret, more=more))
        witness.failing("create", "unready", not_ready)
        run("unready", declared(secret, more=do_not_get_ready))
        for verb, operation, generation in (
            ("update", Operation.UP, 3), ("read", Operation.REFRESH, 1), ("delete", Operation.DESTROY, 1)
        ):  # fmt: skip
            witness.failing(verb, "first", ProviderError(message))
            run(f"{verb} fails", declared(secret, generation=generation), operation)
        witness.cloud.failures = lambda *_: None
        run("update", declared(secret, generation=3))
        run("replace", declared(secret, generation=4))
        for id_, properties in witness.cloud.resources.items():
            witness.cloud.resources[id_] = {**properties, "drift": properties.get("value")}
        run("refresh", None, Operation.REFRESH)
        run("destroy", None, Operation.DESTROY)
        assert witness.found == set()
        assert {name for name, succeeded in ended.items() if succeeded} == {
            "preview", "create InitializationFailed", "up", "update", "replace", "refresh", "destroy"
        }  # fmt: skip


def test_what_the_program_alone_knows_to_be_secret_is_not_told_either(stack: Deployer) -> None:
    """It reaches the engine with no resource and no output, only in what the program says."""

    def program() -> None:
        own = pulumi.Output.secret({"deep": [OWN]})
        own.apply(lambda value: pulumi.log.warn(quoted(value["deep"][0])))
        own.apply(lambda value: {}[value["deep"][0]])

    result = stack(program, succeeds=False)
    assert result.summary.errors == ["the program failed: KeyError: '[secret]'"]
    assert result.summary.warnings == [" | ".join(["[secret]"] * len(repeated(OWN)))]
    assert leaks([OWN], [stack.folder], shown(result)) == set()


def test_what_the_search_would_find(tmp_path: Path) -> None:
    """The test above can fail: a secret that is declared as nothing of the kind is found in every place."""
    witness = Witness(tmp_path, NASTY["plain"])

    def program() -> None:
        pulumi.log.info(NASTY["plain"])
        Item("item", value=NASTY["plain"])
        pulumi.export("token", NASTY["plain"])

    witness.config = {"strata:token": NASTY["plain"]}
    witness.run(program)
    places = {place.removeprefix("up ").rpartition("/")[2].split("-")[-1] for place, _ in witness.found}
    assert {"events", "lines", "plan and report", "outputs", "objects", "Pulumi.test.yaml", "test.json"} <= places
    assert any(place.endswith(".history.json") for place in places | {place for place, _ in witness.found})
    assert witness.found >= {("up state/.pulumi/stacks/strata/test.json", NASTY["plain"])}


@pytest.mark.parametrize("secret", ["", "a", "on", "7", 7, 0, True, None, [], {}, [""], {"a": 1}, 1.5, -1], ids=repr)
def test_what_is_too_short_to_be_searched_for_is_ciphertext_and_hidden_all_the_same(
    stack: Deployer, secret: Any
) -> None:
    def program() -> None:
        own = pulumi.Output.secret(secret)
        Item("item", value=own, deep=[{"of": own}])
        pulumi.export("own", own)

    result = stack(program)
    for _ in stack.backend.checkpoint_path("strata", "test").parent.glob("test.json*"):
        recorded = json.loads(stack.backend.checkpoint_path("strata", "test").read_text())["checkpoint"]["latest"]
        root, _provider, item = recorded["resources"]
        for sealed in (root["outputs"]["own"], item["inputs"]["value"], item["outputs"]["value"]):
            assert sealed.keys() == {SIGNATURE, "ciphertext"}
            assert sealed[SIGNATURE] == SECRET_SIGNATURE
        assert item["inputs"]["deep"][0]["of"].keys() == {SIGNATURE, "ciphertext"}
    told = [event.json()["resOutputsEvent"]["metadata"] for event in result.events if "resOutputsEvent" in event.json()]
    (new,) = (metadata["new"] for metadata in told if metadata["type"] == ITEM)
    assert (new["inputs"]["value"], new["outputs"]["value"]) == (SECRET_SHOWN, SECRET_SHOWN)
    assert new["inputs"]["deep"] == [{"of": SECRET_SHOWN}]
    assert output_lines(result.summary.outputs, show_secrets=False) == ["  own  [secret]"]


def test_what_a_secret_becomes_as_an_id_or_a_name_is_plain_and_said_so(stack: Deployer, cloud: Cloud) -> None:
    secret = marker()

    class Naming(MemoryProvider):
        def Create(self, request: Any) -> Any:
            made = super().Create(request)
            return provider_pb2.CreateResponse(id=f"id-of-{secret}", properties=made.properties)

    stack.providers = {"test": lambda: Naming(cloud)}

    def program() -> None:
        Item(f"item-{pulumi.Config().require('name')}", value=pulumi.Output.secret(secret))

    named = marker()
    result = stack(program, {"strata:name": {"secure": stack.encrypted(named)}})
    urn = f"urn:pulumi:test::strata::{ITEM}::item-[secret]"
    assert sorted(result.summary.warnings) == [
        f"{urn}: its id is made of a secret; ids are stored and shown in plain text",
        f"{urn}: its name holds a secret of the configuration; names are stored and shown in plain text",
    ]
    (item,) = (state for state in result.resources if state.type == ITEM)
    assert (item.id, item.name) == (f"id-of-{secret}", f"item-{named}")


def test_a_secret_goes_from_stack_to_stack_as_a_secret(stack: Deployer, tmp_path: Path) -> None:
    secret = {"token": marker(), "list": [marker()]}

    def source() -> None:
        own = pulumi.Output.secret(secret)
        pulumi.export("whole", own)
        pulumi.export("parts", {"open": 1, "token": own["token"]})

    def reader() -> None:
        other = pulumi.StackReference("organization/strata/test")
        Item("item", value=other.get_output("whole"), part=other.get_output("parts"))
        pulumi.export("again", other.require_output("whole"))
        other.get_output("whole").apply(lambda value: pulumi.log.warn(quoted(value)))

    stack(source)
    team = Deployer(folder=tmp_path, providers=stack.providers, stack="team")
    result = team(reader, {})
    assert reveal(result.summary.outputs["again"]) == secret
    assert leaks(texts([*list(secret.values())[1:], secret["token"]]), [tmp_path], shown(result)) == set()


@pytest.mark.parametrize("operation", [Operation.PREVIEW, Operation.UP])
def test_a_defect_of_the_engine_is_told_without_the_secrets_it_had_in_hand(
    stack: Deployer, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], operation: Operation
) -> None:
    secret = NASTY["quotes"]

    def broken(*_: object, **__: object) -> None:
        local = {"a local": secret}
        try:
            raise LookupError(local)
        finally:
            raise RuntimeError(f"no {secret}", local)

    stack(declared(secret), {"strata:token": {"secure": stack.encrypted(json.dumps(secret))}, "strata:nested": {}})
    monkeypatch.setattr("engine.deployment.delete_all_but", broken)
    with pytest.raises(EngineDefect) as defect:
        stack(declared(secret), operation=operation)
    told = str(defect.value)
    assert "RuntimeError: ('no [secret]', {'a local': '[secret]'})" in told
    assert "test_secrecy.py" in told
    assert found_in(told + "".join(capfd.readouterr()), [secret]) == []
    assert defect.value.__cause__ is None


def test_files_are_their_owners_only_whatever_the_umask(stack: Deployer) -> None:
    """While an operation runs, after it failed, after it succeeded, after everything is gone."""
    before = os.umask(0)
    try:
        cloud = Cloud()
        home = stack.folder / "state"
        seen: list[set[str]] = []

        def look(*_: str) -> None:
            seen.append(open_to_others(home))

        stack.providers = {"test": cloud}
        cloud.failures = look
        for operation in (Operation.UP, Operation.REFRESH, Operation.DESTROY):
            stack(
                declared(marker()), {"strata:token": {"secure": stack.encrypted("1")}, "strata:nested": {}}, operation
            )
            look()
        assert len(seen) > 20
        assert set().union(*seen) == set()
    finally:
        os.umask(before)
