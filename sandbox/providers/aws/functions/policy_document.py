"""Policy documents from statements in Pulumi's words.

Source: the documentation of `aws.iam.getPolicyDocument` (order, overriding by `sid`, `&{…}` for IAM's variables).
"""

from __future__ import annotations

import json
from typing import Any

from protocol.provider import ProviderError
from protocol.values import Props


def combined(arguments: Props) -> Props:
    """The policy document that the function's arguments describe.

    First come the sources' statements; those given replace the ones of the same `sid`, and the overriding documents'
    replace both. The rest is appended.

    Raises:
        ProviderError: two sources hold one `sid`, two statements given do, or a document is no JSON object.
    """
    sources = _documents(arguments, "sourceJson", "sourcePolicyDocuments")
    given = [statement(each) for each in arguments.get("statements") or []]
    _require_unique("sourcePolicyDocuments", [each for source in sources for each in _statements(source)])
    _require_unique("statements", given)
    own = _present(Version=arguments.get("version"), Id=arguments.get("policyId"), Statement=given)
    policy: Props = {"Version": "2012-10-17"}
    found: list[Props] = []
    for document in (*sources, own, *_documents(arguments, "overrideJson", "overridePolicyDocuments")):
        policy |= {name: document[name] for name in ("Version", "Id") if name in document}
        for each in _statements(document):
            _put(found, each)
    return {**policy, "Statement": found}


def statement(given: Props) -> Props:
    """One statement in IAM's words."""
    return _present(
        Sid=given.get("sid"),
        Effect=given.get("effect") or "Allow",
        Action=_one_or_many(given.get("actions")),
        NotAction=_one_or_many(given.get("notActions")),
        Resource=_one_or_many(given.get("resources")),
        NotResource=_one_or_many(given.get("notResources")),
        Principal=_principals(given.get("principals")),
        NotPrincipal=_principals(given.get("notPrincipals")),
        Condition=_conditions(given.get("conditions") or []),
    )


def _documents(arguments: Props, single: str, several: str) -> list[Props]:
    texts = [(single, arguments.get(single))]
    texts += [(f"{several}[{index}]", text) for index, text in enumerate(arguments.get(several) or [])]
    return [_parsed(where, text) for where, text in texts if text]


def _parsed(where: str, text: str) -> Props:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise ProviderError(f"{where}: must be a policy document in JSON: {error}") from None
    if not isinstance(document, dict):
        raise ProviderError(f"{where}: must be a policy document, a JSON object")
    return document


def _statements(document: Props) -> list[Props]:
    found = document.get("Statement") or []
    return found if isinstance(found, list) else [found]


def _require_unique(where: str, statements: list[Props]) -> None:
    sids = [each["Sid"] for each in statements if each.get("Sid")]
    if twice := sorted({sid for sid in sids if sids.count(sid) > 1}):
        raise ProviderError(f"{where}: more than one statement has the sid {', '.join(twice)}")


def _put(statements: list[Props], new: Props) -> None:
    """Replace the statement of the same sid, or append."""
    for index, each in enumerate(statements):
        if each.get("Sid") and each["Sid"] == new.get("Sid"):
            statements[index] = new
            return
    statements.append(new)


def _principals(given: list[Props] | None) -> Any:
    if not given:
        return None
    if any(each["type"] == "*" and each["identifiers"] == ["*"] for each in given):
        return "*"
    found: dict[str, list[str]] = {}
    for each in given:
        found.setdefault(each["type"], []).extend(each["identifiers"])
    return {kind: _one_or_many(identifiers) for kind, identifiers in found.items()}


def _conditions(given: list[Props]) -> Props:
    found: dict[str, dict[str, list[str]]] = {}
    for each in given:
        found.setdefault(each["test"], {}).setdefault(each["variable"], []).extend(each["values"])
    return {
        test: {variable: _one_or_many(values, ordered=True) for variable, values in variables.items()}
        for test, variables in found.items()
    }


def _one_or_many(values: list[str] | None, *, ordered: bool = False) -> Any:
    """One value as itself, several as a list in a stable order. `&{…}` is written so that Pulumi leaves it alone."""
    plain = [value.replace("&{", "${") for value in values or []]
    found = plain if ordered else sorted(set(plain))
    return found[0] if len(found) == 1 else found


def _present(**members: Any) -> Props:
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
