"""Trust in an issuer of tokens: one for all environments, and nobody else's is taken away."""

from __future__ import annotations

from foundation import Change
from foundation.identity_provider import GITHUB
from tests.foundation.conftest import Place


def providers(place: Place) -> list[str]:
    """The issuers that the account trusts."""
    found = place.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
    return sorted(one["Arn"].partition("/")[2] for one in found)


def test_one_that_was_there_before_is_used_and_stays(place: Place) -> None:
    place.client("iam").create_open_id_connect_provider(Url=GITHUB, ClientIDList=["another"])
    planned = {(one.aspect, one.told()) for one in place.foundation().look() if one.kind == "identity provider"}
    assert planned == {("audience", "not set → sts.amazonaws.com"), ("needed by", "not set → strata-prod")}
    list(place.foundation().apply())
    (removal,) = [one for one in place.foundation().look_for_removal() if one.kind == "identity provider"]
    assert (removal.change, removal.note) == (Change.RELEASE, "stays: it was there before")
    list(place.foundation().remove())
    assert providers(place) == ["token.actions.githubusercontent.com"]
    (provider,) = place.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
    found = place.client("iam").get_open_id_connect_provider(OpenIDConnectProviderArn=provider["Arn"])
    assert "another" in found["ClientIDList"]
    assert found.get("Tags", []) == []


def test_another_forge_takes_the_place_of_the_first(place: Place) -> None:
    list(place.foundation().apply())
    moved = place.foundation(forge="gitlab", gitlab_url="https://git.example.com")
    changes = {(one.change, one.name) for one in moved.look() if one.kind == "identity provider"}
    assert changes == {
        (Change.CREATE, "git.example.com"),
        (Change.REMOVE, "token.actions.githubusercontent.com"),
    }
    list(moved.apply())
    assert providers(place) == ["git.example.com"]
    assert moved.look() == []
