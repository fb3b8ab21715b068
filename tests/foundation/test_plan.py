"""A whole foundation: made once, found again, cut off anywhere, and taken away without a trace."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from foundation import Change, Foundation, FoundationError
from tests.foundation.conftest import Place
from tests.stacks.inventory import everything


def account_settings(place: Place) -> dict[str, Any]:
    """What holds for the whole account, as AWS tells it."""
    try:
        number = place.names().account.number
        blocks = place.client("s3control").get_public_access_block(AccountId=number)["PublicAccessBlockConfiguration"]
    except place.client("s3control").exceptions.NoSuchPublicAccessBlockConfiguration:
        blocks = None
    ec2 = place.client("ec2")
    return {
        "blocks": blocks,
        "ebs": ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"],
        "imds": ec2.get_instance_metadata_defaults()["AccountLevel"],
        "scanning": place.client("ecr").get_registry_scanning_configuration()["scanningConfiguration"],
    }


def test_the_second_run_changes_nothing(place: Place) -> None:
    planned = place.foundation().look()
    done = list(place.foundation().apply())
    assert [(one.change, one.kind, one.name, one.aspect) for one in done] == [
        (one.change, one.kind, one.name, one.aspect) for one in planned
    ]
    assert Counter(one.change for one in done) == {Change.CREATE: 15, Change.REPAIR: 8}
    before = everything(place.client)
    assert place.foundation().look() == []
    assert list(place.foundation().apply()) == []
    assert everything(place.client) == before


def test_a_teardown_leaves_the_account_as_it_was(place: Place) -> None:
    before, settings = everything(place.client), account_settings(place)
    list(place.foundation().apply())
    assert everything(place.client) != before
    assert account_settings(place) != settings
    place.client("s3").put_object(Bucket=place.names().state_bucket, Key=".pulumi/meta.yaml", Body=b"version: 1")
    place.client("s3").delete_object(Bucket=place.names().state_bucket, Key=".pulumi/meta.yaml")
    planned = place.foundation().look_for_removal()
    assert list(place.foundation().remove()) == planned
    assert everything(place.client) == before
    assert account_settings(place) == settings
    assert place.foundation().look_for_removal() == [
        one for one in place.foundation().look_for_removal() if not one.changes
    ]


class Cut(Exception):
    """The process is killed."""


def cut_off_after(foundation: Foundation, calls: int) -> Foundation:
    """The foundation, whose process ends right after so many requests that change something."""
    account, left = foundation.names.account, [calls]

    def client(service: str) -> Any:
        return _Cutting(account.client(service), left)

    return Foundation(_with(foundation.names, account=_with(account, client=client)), foundation.settings)


def _with(frozen: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(frozen, **changes)


class _Cutting:
    def __init__(self, client: Any, left: list[int]) -> None:
        self._client, self._left = client, left

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if name.startswith(("get_", "describe_", "list_", "head_", "can_", "meta")):
            return operation

        def cutting(**arguments: Any) -> Any:
            answer = operation(**arguments)
            self._left[0] -= 1
            if self._left[0] <= 0:
                raise Cut
            return answer

        return cutting


def in_small_pieces(place: Place, work: str) -> int:
    """Run again and again, killed each time right after one request that changes something; how many runs it takes."""
    for run in range(1, 200):
        try:
            list(getattr(cut_off_after(place.foundation(), 1), work)())
        except Cut:
            continue
        return run
    raise AssertionError("it never ends")


def test_runs_that_are_cut_off_after_each_request_make_what_one_run_makes(place: Place) -> None:
    list(place.foundation().apply())
    whole = shape(place)
    list(place.foundation().remove())
    assert in_small_pieces(place, "apply") > 40
    assert place.foundation().look() == []
    assert shape(place) == whole


def test_teardowns_that_are_cut_off_after_each_request_leave_nothing(place: Place) -> None:
    empty, settings = everything(place.client), account_settings(place)
    list(place.foundation().apply())
    assert in_small_pieces(place, "remove") > 30
    assert everything(place.client) == empty
    assert account_settings(place) == settings


def shape(place: Place) -> Counter[str]:
    """How many things of each kind there are."""
    return Counter(kind for kind, _ in everything(place.client))


def test_stopping_between_two_steps_leaves_the_rest_for_the_next_run(place: Place) -> None:
    asked = iter([False, False, False, True, True, True])
    done = list(place.foundation().apply(lambda: next(asked)))
    assert [one.kind for one in done] == ["account guard", "key", "access log bucket"]
    list(place.foundation().apply())
    assert place.foundation().look() == []


def test_two_environments_share_what_an_account_has_once(place: Place) -> None:
    before, settings = everything(place.client), account_settings(place)
    list(place.foundation("dev").apply())
    second = {(one.change, one.kind, one.aspect) for one in place.foundation("prod").look()}
    assert (Change.REPAIR, "identity provider", "needed by") in second
    assert (Change.REPAIR, "account guard", "needed by") in second
    assert not {kind for _, kind, _ in second} & {"S3 public access block", "EBS encryption", "ECR scanning"}
    list(place.foundation("prod").apply())
    both = account_settings(place)
    removal = {one.kind: one for one in place.foundation("dev").look_for_removal()}
    assert removal["identity provider"].note == "stays: strata-prod needs it"
    assert removal["EBS encryption"].note == "stays: strata-prod needs it"
    list(place.foundation("dev").remove())
    assert place.foundation("prod").look() == []
    assert account_settings(place) == both
    list(place.foundation("prod").remove())
    assert everything(place.client) == before
    assert account_settings(place) == settings


def test_environments_of_two_regions_share_only_what_is_global(place: Place) -> None:
    list(place.foundation("dev").apply())
    list(place.foundation("prod", region="us-east-1").apply())
    list(place.foundation("dev").remove())
    assert not place.client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    assert place.client("ec2", "us-east-1").get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
    assert account_settings(place)["blocks"] is not None
    list(place.foundation("prod", region="us-east-1").remove())
    assert account_settings(place)["blocks"] is None


def test_what_is_not_asked_for_any_more_goes(place: Place) -> None:
    list(place.foundation().apply())
    less = place.foundation(repository=None, budget_usd=None, alert_emails=())
    assert {(one.change, one.kind) for one in less.look()} == {
        (Change.REMOVE, "policy"),
        (Change.REMOVE, "role"),
        (Change.REMOVE, "identity provider"),
        (Change.REMOVE, "budget"),
    }
    list(less.apply())
    assert less.look() == []
    assert place.client("iam").list_roles(PathPrefix="/strata/")["Roles"] == []


def test_stacks_are_named_with_what_they_list(place: Place) -> None:
    assert place.foundation().stacks() == {}
    list(place.foundation().apply())
    files = {
        "strata/prod.json": b'{"checkpoint": {"latest": {"resources": [{}, {}]}}}',
        "strata/prod.vision.json": b'{"checkpoint": {"latest": null}}',
        "strata/torn.json": b"{",
        "strata/prod.json.bak": b"{}",
    }
    for name, body in files.items():
        place.client("s3").put_object(Bucket=place.names().state_bucket, Key=f".pulumi/stacks/{name}", Body=body)
    assert place.foundation().stacks() == {"strata/prod": 2, "strata/prod.vision": 0, "strata/torn": None}


def test_an_error_says_what_about_and_what_to_do(place: Place) -> None:
    list(place.foundation().apply())
    iam = place.client("iam")
    iam.create_role(RoleName="stray", AssumeRolePolicyDocument='{"Version": "2012-10-17", "Statement": []}')
    iam.attach_role_policy(RoleName="stray", PolicyArn=place.names().policy_arn("strata-prod-boundary"))
    with pytest.raises(FoundationError, match=r"^policy strata-prod-boundary: DeletePolicy: DeleteConflict: .*goes on"):
        list(place.foundation().remove())
