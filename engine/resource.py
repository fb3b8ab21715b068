"""The recorded state of one resource: what a version-3 checkpoint holds for it.

Field names, their order and when one is left out: the official engine's `apitype.ResourceV3`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Final

from engine import urn as urns
from engine.errors import StateError
from engine.secrets import Sealer
from protocol.values import Props, refuse_deep

JsonObject = dict[str, Any]


@dataclass(slots=True, kw_only=True, eq=False)
class ResourceState:
    """One resource as last known. Two states are the same only if they are the same object.

    Properties hold plain values, `UNKNOWN` and `Secret`; secrets are encrypted on their way to a file.

    Attributes:
        custom: managed by a provider; false for components.
        delete: replaced by another resource of the same URN, and still to be deleted.
        id: the physical id; empty for components.
        external: read by the program, not managed by it.
        provider: reference to the provider resource, `<URN>::<id>`.
        pending_replacement: already deleted; its replacement is still to be created.
        custom_timeouts: seconds by verb: `create`, `update`, `delete`.
        created: when it was created or imported, RFC 3339.
        modified: when it was last changed, RFC 3339.
        stack_trace: source positions, innermost first; unknown frames are empty.
        other: fields that only a newer engine knows; kept as they are.
    """

    urn: str
    custom: bool
    delete: bool = False
    id: str = ""
    type: str
    inputs: Props = field(default_factory=dict)
    outputs: Props = field(default_factory=dict)
    parent: str = ""
    protect: bool = False
    taint: bool = False
    external: bool = False
    dependencies: list[str] = field(default_factory=list)
    init_errors: list[str] = field(default_factory=list)
    provider: str = ""
    property_dependencies: dict[str, list[str]] = field(default_factory=dict)
    pending_replacement: bool = False
    additional_secret_outputs: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    custom_timeouts: dict[str, float] = field(default_factory=dict)
    import_id: str = ""
    retain_on_delete: bool = False
    deleted_with: str = ""
    replace_with: list[str] = field(default_factory=list)
    created: str = ""
    modified: str = ""
    source_position: str = ""
    stack_trace: list[str] = field(default_factory=list)
    ignore_changes: list[str] = field(default_factory=list)
    hide_diff: list[Any] = field(default_factory=list)
    replace_on_changes: list[str] = field(default_factory=list)
    replacement_trigger: Any = None
    refresh_before_update: bool = False
    view_of: str = ""
    resource_hooks: dict[str, list[str]] = field(default_factory=dict)
    extension_ref: str = ""
    snippet_id: str = ""
    other: JsonObject = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The logical name."""
        return urns.parse(self.urn).name

    def to_json(self, sealer: Sealer) -> JsonObject:
        """The resource as a checkpoint holds it, secrets encrypted; empty fields are left out."""
        record: JsonObject = {}
        for attribute, key in _KEYS.items():
            value = getattr(self, attribute)
            if key in _SEALED:
                value = sealer.seal(value, at=(self.urn, key))
            elif key == "stackTrace":
                value = [{"sourcePosition": position} if position else {} for position in value]
            if value or key in _REQUIRED or (key == "replacementTrigger" and value is not None):
                record[key] = value
        return record | self.other

    @classmethod
    def from_json(cls, record: Mapping[str, Any], sealer: Sealer) -> ResourceState:
        """Read a resource from a checkpoint, secrets decrypted.

        Raises:
            StateError: a secret is damaged, or a field holds something else than it should.
            PassphraseError: there is a secret, and no passphrase that opens it.
        """
        values: JsonObject = {}
        other: JsonObject = {}
        for key, value in record.items():
            attribute = _ATTRIBUTES.get(key)
            if attribute is None:
                refuse_deep(value)
                other[key] = value
                continue
            if value is None and key not in _REQUIRED:  # Go writes null for an empty list
                continue
            if mistake := _mistake(key, attribute, value):
                raise StateError(f"{record.get('urn')}: {key}: {mistake}")
            if key in _SEALED:
                values[attribute] = sealer.unseal(value, at=(record["urn"], key))
            elif key == "stackTrace":
                values[attribute] = [frame.get("sourcePosition", "") for frame in value]
            elif key in _TEXTS_BY_NAME:
                values[attribute] = {name: urns or [] for name, urns in value.items()}
            else:
                values[attribute] = value
        return cls(**values, other=other)


def now(*, not_before: str = "") -> str:
    """The present time as checkpoints write it: RFC 3339 in UTC; as Go does, without zeros at the fraction's end.

    Args:
        not_before: an earlier moment of the same form; it is the answer if the clock was put back since.
    """
    present = datetime.now(UTC)
    with suppress(TypeError, ValueError):  # of a form that we do not write
        if not_before and datetime.fromisoformat(not_before) > present:
            return not_before
    moment = present.isoformat().removesuffix("+00:00")
    return f"{moment.rstrip('0') if '.' in moment else moment}Z"


def _mistake(key: str, attribute: str, value: Any) -> str:
    """What is wrong with the kind of a field's value; empty if nothing is."""
    kind = _KINDS.get(attribute)
    if kind is None:
        return ""
    if not isinstance(value, kind):
        return f"expected a {kind.__name__}, got a {type(value).__name__}"
    if key in _TEXTS and not _are_texts(value):
        return "expected a list of texts"
    if key in _TEXTS_BY_NAME and not all(texts is None or _are_texts(texts) for texts in value.values()):
        return "expected lists of texts"
    if key == "hideDiff":
        refuse_deep(value)
    if key == "customTimeouts" and not all(type(seconds) in (int, float) for seconds in value.values()):
        return "expected numbers"
    return ""


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _key(attribute: str) -> str:
    if attribute == "import_id":
        return "importID"
    if attribute == "snippet_id":
        return "snippetID"
    first, *rest = attribute.split("_")
    return first + "".join(word.title() for word in rest)


_KEYS: Final = {item.name: _key(item.name) for item in fields(ResourceState) if item.name != "other"}
_ATTRIBUTES: Final = {key: attribute for attribute, key in _KEYS.items()}
_BLANK: Final = ResourceState(urn="", custom=False, type="")
_KINDS: Final = {name: type(getattr(_BLANK, name)) for name in _KEYS if name != "replacement_trigger"}
_REQUIRED: Final = frozenset({"urn", "custom", "type"})
_SEALED: Final = frozenset({"inputs", "outputs", "replacementTrigger"})
_TEXTS: Final = frozenset(
    {
        "additionalSecretOutputs",
        "aliases",
        "dependencies",
        "ignoreChanges",
        "initErrors",
        "replaceOnChanges",
        "replaceWith",
    }
)
_TEXTS_BY_NAME: Final = frozenset({"propertyDependencies", "resourceHooks"})
