"""What must hold of every file of a backend, told from the official engine's types alone: nothing here knows `engine`.

Sources: `sdk/go/common/apitype` (core.go, history.go), `pkg/backend/diystate`, and the files of the golden records.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag

from tests.engine.passphrase import SEALED, key, opened

Check = Callable[[Any, str], Iterator[str]]

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
SIGNATURES = {
    SECRET: {"ciphertext"},
    "c44067f5952c0a294b673a41bacd8c17": {"hash", "text", "path", "uri"},
    "0def7320c3a5731c473e5ecbe6d01bc7": {"hash", "assets", "path", "uri"},
    "5cf8f73096256a8f31e491e813e4eb8e": {"urn", "id", "packageVersion"},
    "8ad145fe-0d11-4827-bfd7-1abcbf086f5c": {"value"},
}
"""What may stand beside each signature: of secrets, assets, archives, references, numbers that JSON does not know."""
TOKEN = r"[^:$\s]+:[^:$\s]*:[^:$\s]+"
URN = re.compile(
    rf"urn:pulumi:(?P<stack>[^:]+)::(?P<project>[^:]+)::(?P<types>{TOKEN}(?:\${TOKEN})*)::(?P<name>.+)", re.DOTALL
)
ROOT = "pulumi:pulumi:Stack"
OURS = {"attempt"}
"""Of a pending operation: the name that the provider was asked under. The official engine takes no notice of it."""


def a(*kinds: type) -> Check:
    """A value of one of these JSON types."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            yield f"{path}: a {type(value).__name__} is none of {[kind.__name__ for kind in kinds]}"

    return check


def text(pattern: str) -> Check:
    """A text that is like a pattern."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value, re.DOTALL):
            yield f"{path}: {value!r} is not like {pattern}"

    return check


def listing(element: Check) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        yield from a(list)(value, path)
        for index, one in enumerate(value if isinstance(value, list) else ()):
            yield from element(one, f"{path}[{index}]")

    return check


def mapping(element: Check) -> Check:
    def check(value: Any, path: str) -> Iterator[str]:
        yield from a(dict)(value, path)
        for name, one in value.items() if isinstance(value, dict) else ():
            yield from element(one, f"{path}.{name}")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object of these fields and no others; what may be left out is, where it is empty."""

    def check(value: Any, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{path}: a {type(value).__name__} is no object"
            return
        yield from (f"{path}: has no {name}" for name in required if name not in value)
        for name, one in value.items():
            if name not in required and name not in optional:
                yield f"{path}: has an unknown {name}"
            elif name not in required and name not in KEPT_EMPTY and not one:
                yield f"{path}.{name}: is written although it is empty"
            else:
                yield from (required.get(name) or optional[name])(one, f"{path}.{name}")

    return check


def moment(value: Any, path: str) -> Iterator[str]:
    try:
        if datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value)).tzinfo is None:
            yield f"{path}: {value} has no zone"
    except (TypeError, ValueError):
        yield f"{path}: {value!r} is no RFC 3339 time"


def anything(value: Any, path: str) -> Iterator[str]:
    """Property values: JSON, with signed objects that hold what their signature allows."""
    if isinstance(value, dict) and SIGNATURE in value:
        beside = value.keys() - {SIGNATURE}
        if not beside <= SIGNATURES.get(value[SIGNATURE], set()):
            yield f"{path}: {value[SIGNATURE]} has {sorted(beside)} beside it"
        if value[SIGNATURE] == SECRET and beside != {"ciphertext"}:
            yield f"{path}: a secret without ciphertext"
    for name, one in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        yield from anything(one, f"{path}.{name}")


KEPT_EMPTY = {"metadata", "replacementTrigger", "propertyDependencies"}
urn = text(URN.pattern)
urns = listing(urn)
names = listing(text(".+"))
flag, properties = a(bool), mapping(anything)
RESOURCE = record(
    {"urn": urn, "custom": flag, "type": text(TOKEN)},
    {
        "delete": flag, "id": a(str), "inputs": properties, "outputs": properties, "parent": urn, "protect": flag,
        "taint": flag, "external": flag, "dependencies": urns, "initErrors": names, "provider": text(".+::.+::.+"),
        "propertyDependencies": mapping(lambda value, path: iter(()) if value is None else urns(value, path)),
        "pendingReplacement": flag, "additionalSecretOutputs": names, "aliases": urns,
        "customTimeouts": record({}, dict.fromkeys(("create", "update", "delete", "read"), a(int, float))),
        "importID": a(str), "retainOnDelete": flag, "deletedWith": urn, "replaceWith": urns, "created": moment,
        "modified": moment, "sourcePosition": text(r"project:///.+#\d+(,\d+)?"),
        "stackTrace": listing(record({}, {"sourcePosition": text(r"project:///.+")})), "ignoreChanges": names,
        "hideDiff": listing(lambda *_: iter(())), "replaceOnChanges": names, "replacementTrigger": anything,
        "refreshBeforeUpdate": flag, "viewOf": urn, "resourceHooks": mapping(names), "extensionRef": a(str),
        "snippetID": a(str),
    },
)  # fmt: skip
PENDING = record(
    {"resource": RESOURCE, "type": text("creating|updating|deleting|reading")}, dict.fromkeys(OURS, a(str))
)
PLUGIN = record(dict.fromkeys(("name", "path", "type", "version"), a(str)), {})
MANIFEST = record(
    {"time": moment, "magic": text("[0-9a-f]{64}"), "version": text(r"v\d+\.\d+\.\d+.*")}, {"plugins": listing(PLUGIN)}
)
SALTED = record({"type": text("passphrase"), "state": record({"salt": text("v1:.+:v1:.+:.+")}, {})}, {})
INTEGRITY = record({}, {"version": a(str), "command": a(str), "error": a(str), "env_vars": mapping(a(str))})
DEPLOYMENT = record(
    {"manifest": MANIFEST},
    {
        "secrets_providers": SALTED, "resources": listing(RESOURCE), "pending_operations": listing(PENDING),
        "metadata": record({}, {"integrity_error": INTEGRITY}), "extensions": mapping(anything),
    },
)  # fmt: skip
CHECKPOINT = record({"stack": text("organization/.+/.+")}, {"latest": DEPLOYMENT, "config": mapping(anything)})
DOCUMENT = record({"version": a(int), "checkpoint": CHECKPOINT}, {"features": names})
HISTORY = record(
    {
        "kind": text("update|refresh|destroy|preview|import|rename"), "startTime": a(int), "message": a(str),
        "environment": mapping(a(str)), "config": mapping(lambda *_: iter(())), "version": a(int),
        "result": text("succeeded|failed"), "endTime": a(int),
    },
    {"resourceChanges": mapping(a(int))},
)  # fmt: skip
ATTRIBUTES = {
    "user.cache_control": "", "user.content_disposition": "", "user.content_encoding": "", "user.content_language": "",
    "user.content_type": "text/plain; charset=utf-8", "user.metadata": None,
}  # fmt: skip


def breaches(document: Any, passphrase: str) -> list[str]:
    """Everything that does not hold of a checkpoint."""
    found = list(DOCUMENT(document, "checkpoint file"))
    if found:
        return found
    latest = document["checkpoint"].get("latest") or {}
    if document["version"] != (4 if document.get("features") else 3):
        found.append(f"version {document['version']} with features {document.get('features')}")
    stack = document["checkpoint"]["stack"].split("/")
    resources = latest.get("resources") or []
    found += _in_order(resources)
    for state in [*resources, *(pending["resource"] for pending in latest.get("pending_operations") or ())]:
        found += _of_resource(state, stack)
    found += _of_secrets(latest, passphrase)
    return found


def _in_order(resources: list[Any]) -> Iterator[str]:
    """What a resource names stands before it; a URN is there once, but for what waits to be deleted."""
    seen: set[str] = set()
    providers: set[str] = set()
    for state in resources:
        named = {state.get("parent"), state.get("deletedWith"), *state.get("replaceWith", ())} - {None}
        named |= {*state.get("dependencies", ())}
        yield from (f"{state['urn']}: {one} does not stand before it" for one in sorted(named - seen))
        provider = state.get("provider")
        if provider and provider not in providers and not state.get("pendingReplacement"):
            yield f"{state['urn']}: its provider {provider} does not stand before it"
        seen.add(state["urn"])
        if state["type"].startswith("pulumi:providers:"):
            providers.add(f"{state['urn']}::{state.get('id', '')}")
    living = Counter(state["urn"] for state in resources if not state.get("delete"))
    yield from (f"{one}: is there {count} times" for one, count in living.items() if count > 1)


def _of_resource(state: Mapping[str, Any], stack: list[str]) -> Iterator[str]:
    name = state["urn"]
    parts = URN.fullmatch(name)
    assert parts is not None
    if [parts["project"], parts["stack"]] != stack[1:]:
        yield f"{name}: is of another stack than {stack}"
    types = parts["types"].split("$")
    if types[-1] != state["type"]:
        yield f"{name}: its type is {state['type']}"
    above = URN.fullmatch(state.get("parent", ""))
    chain = [] if above is None or above["types"] == ROOT else above["types"].split("$")
    if types[:-1] != chain:
        yield f"{name}: its parent's types are {chain}"
    if above is None and state["type"] != ROOT and not state["type"].startswith("pulumi:providers:"):
        yield f"{name}: has no parent"
    if not state["custom"] and (state.get("id") or state.get("provider")):
        yield f"{name}: a component with an id or a provider"
    among = {one for many in (state.get("propertyDependencies") or {}).values() for one in many or ()}
    if not among <= {*state.get("dependencies", ())}:
        yield f"{name}: its properties depend on more than it does"


def _of_secrets(latest: Mapping[str, Any], passphrase: str) -> Iterator[str]:
    """Each ciphertext opens, to JSON; without a salt there is none; no nonce serves twice for two texts."""
    ciphertexts = set(re.findall(r'"ciphertext": "([^"]*)"', json.dumps(latest)))
    salt = latest.get("secrets_providers", {}).get("state", {}).get("salt")
    if not salt:
        yield from (f"{ciphertext}: there is no salt to open it with" for ciphertext in ciphertexts)
        return
    try:
        derived = key(passphrase, salt)
    except (ValueError, InvalidTag) as error:
        yield f"{salt}: {error!r}"
        return
    for ciphertext in sorted(ciphertexts):
        try:
            json.loads(opened(derived, ciphertext))
        except (ValueError, InvalidTag) as error:
            yield f"{ciphertext}: {error!r}"
    nonces = [ciphertext.split(":")[1] for ciphertext in ciphertexts if ciphertext.count(":") == 2]
    if len(nonces) != len(set(nonces)):
        yield "a nonce serves more than one ciphertext"


_NAME = r"[\w.-]+"
LAYOUT = re.compile(
    rf"meta\.yaml|stacks/{_NAME}/{_NAME}\.json(\.bak)?|backups/{_NAME}/(?P<backed>{_NAME})/(?P=backed)\.\d{{19}}\.json"
    rf"|history/{_NAME}/(?P<stack>{_NAME})/(?P=stack)-\d{{19}}\.(history|checkpoint)\.json"
)
"""Where the files of a backend lie in which no operation is under way; beside each its `.attrs`."""


def layout_breaches(bookkeeping: Path, passphrase: str) -> list[str]:
    """Everything that does not hold of the files of a backend in which no operation is under way."""
    found: list[str] = []
    files = {str(path.relative_to(bookkeeping)): path.read_bytes() for path in bookkeeping.rglob("*") if path.is_file()}
    for name, content in files.items():
        if name.endswith(".attrs"):
            described = files.get(name.removesuffix(".attrs"))
            checksum = described is not None and base64.b64encode(hashlib.md5(described).digest()).decode()
            if json.loads(content) != ATTRIBUTES | {"md5": checksum} or content != _compact(content):
                found.append(f"{name}: does not describe its file")
        elif not LAYOUT.fullmatch(name):
            found.append(f"{name}: is no file of the layout")
        elif f"{name}.attrs" not in files:
            found.append(f"{name}: has no .attrs")
        elif name == "meta.yaml":
            found += [] if content == b"version: 1\n" else [f"{name}: {content!r}"]
        elif name.endswith(".history.json"):
            found += HISTORY(json.loads(content), name)
            found += [] if name.replace(".history.", ".checkpoint.") in files else [f"{name}: without its checkpoint"]
            found += [f"{name}: holds a secret in plain text" for _ in _unsealed(content.decode())]
        elif content:
            found += [f"{name}: {breach}" for breach in breaches(json.loads(content), passphrase)]
    return found


def _compact(content: bytes) -> bytes:
    return json.dumps(json.loads(content), separators=(",", ":")).encode() + b"\n"


def _unsealed(entry: str) -> Iterator[str]:
    """The configuration's secrets that are no ciphertexts."""
    return (found for found in re.findall(r'"secure": ?"([^"]*)"', entry) if not SEALED.fullmatch(found))
