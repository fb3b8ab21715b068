"""AWS in trouble: every fault in every verb of every kind of resource, and what is said when it does not end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.provider import InitializationFailed, ProviderError, Unanswered
from protocol.values import Secret, decode, encode
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.aws.session import AwsSession
from tests.sandbox.faults import (
    Answer,
    Asked,
    Faults,
    VirtualTime,
    always,
    answered,
    broken,
    lost,
    one_after_the_other,
    refused,
)
from tests.sandbox.providers.aws.conftest import REGION, Account, Made
from tests.sandbox.providers.aws.test_types import CASES, _filled, _over, made_first

QUEUE = "aws:sqs/queue:Queue"
THROTTLED = {
    "s3": ("SlowDown", 503),
    "ec2": ("RequestLimitExceeded", 503),
    "eks": ("ThrottlingException", 429),
    "secretsmanager": ("TooManyRequestsException", 400),
    "sqs": ("RequestThrottled", 403),
}
"""The code and status of each service that has another one than `Throttling`."""

FAULTS: dict[str, Callable[[Asked], Answer | None]] = {
    "throttled": lambda asked: refused(*THROTTLED.get(asked.service, ("Throttling", 400))),
    "fails inside": lambda _: refused("InternalError", 500),
    "bad gateway": lambda _: answered(b"<html>Bad Gateway</html>", "502 Bad Gateway"),
    "unavailable": lambda _: refused("ServiceUnavailable", 503),
    "fails after it is done": lambda _: answered(b"", "500 Internal Server Error", done=True),
    "breaks before it is done": lambda _: broken(done=False),
    "breaks after it is done": lambda _: broken(done=True),
    "answers with a web page": lambda asked: answered(b"<html>Sign in</html>", done=True) if _reads(asked) else None,
    "answers with noise": lambda asked: answered(b"\x00{<", done=True) if _reads(asked) else None,
}
"""What happens to the first attempt of every request."""

SUBJECTS = {
    "sqs:Queue": "sqs:Queue",
    "s3:Bucket": "s3/bucket:Bucket",
    "s3:BucketVersioning": "BucketVersioning",
    "s3:BucketPublicAccessBlock": "BucketPublicAccessBlock",
    "iam:Role": "iam/role:Role",
    "iam:RolePolicy": "RolePolicy",
    "kms:Key": "kms/key:Key",
    "ec2:Vpc": "vpc:Vpc",
    "ec2:Subnet": "subnet:Subnet",
    "ec2:SecurityGroup": "securityGroup:SecurityGroup",
    "eks:Cluster": "cluster:Cluster",
    "eks:Addon": "addon:Addon",
    "rds:Instance": "instance:Instance",
    "ecr:Repository": "repository:Repository",
    "secretsmanager:Secret": "secret:Secret",
    "cloudwatch:LogGroup": "logGroup:LogGroup",
}
CHOSEN = {subject: next(case for name, case in CASES.items() if name.startswith(f"{subject}:")) for subject in SUBJECTS}
"""A case of `test_types.py` for each."""


def _reads(asked: Asked) -> bool:
    """Whether the client reads the answer's body: S3's answers are often empty."""
    return asked.service != "s3"


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
def troubled_account(faults: Faults, time: VirtualTime) -> Account:
    return account_at(faults, time)


def account_at(faults: Faults, time: VirtualTime, **patience: Any) -> Account:
    provider = AwsProvider(faults.endpoint, time.patience(**patience))
    provider.Configure(pb.ConfigureRequest(args=encode({"region": REGION})))
    return Account(provider)


def live(account: Account, case: dict[str, Any], faults: Faults, plan: Callable[[], Any]) -> dict[str, Counter[str]]:
    """Make, read, change and remove a resource; what was carried out for each."""
    given = made_first(account, case)
    inputs = _filled(case["inputs"], given)
    done: dict[str, Counter[str]] = {}

    def step(verb: str, act: Callable[[], Any]) -> Any:
        faults.carried_out.clear()
        faults.plan = plan()
        result = act()
        done[verb] = Counter(faults.carried_out)
        return result

    made = step("create", lambda: account.create(case["type"], "subject", inputs))
    assert step("read", lambda: account.read(made)) == made
    if "update" in case:
        changed = _over(inputs, _filled(case["update"], given))
        made = step("update", lambda: account.update(made, changed))
        assert account.read(made) == made
    step("delete", lambda: account.delete(made))
    assert account.read(made) is None or "remains" in case
    return done


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_verb_survives_all_faults_and_does_everything_once(
    subject: str, faults: Faults, time: VirtualTime, aws_server: Any
) -> None:
    """Every request suffers one fault after the other, and as much is carried out as without trouble."""
    account = account_at(faults, time, attempts_max=1000, total_max_s=10_000)
    expected = live(account, CHOSEN[subject], faults, lambda: lambda _asked: None)
    assert expected["create"].total()
    assert expected["delete"].total()
    aws_server.reset()
    # Which one comes first counts most: after it, what is done is only told again.
    first = list(SUBJECTS).index(subject) % len(FAULTS)
    kinds = list(FAULTS.values())
    assert (
        live(account, CHOSEN[subject], faults, lambda: one_after_the_other(kinds[first:] + kinds[:first])) == expected
    )


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("subject", ["sqs:Queue", "iam:RolePolicy"])
def test_every_verb_survives_each_fault_by_itself(
    subject: str, fault: str, faults: Faults, time: VirtualTime, aws_server: Any
) -> None:
    account = account_at(faults, time, attempts_max=100)
    expected = live(account, CHOSEN[subject], faults, lambda: lambda _asked: None)
    aws_server.reset()
    assert live(account, CHOSEN[subject], faults, lambda: one_after_the_other([FAULTS[fault]])) == expected
    assert time.now > 0


@pytest.mark.parametrize("verb", ["create", "update", "delete"])
def test_an_answer_that_never_comes_is_asked_for_again(
    verb: str, faults: Faults, time: VirtualTime, troubled_account: Account
) -> None:
    made = None if verb == "create" else troubled_account.create(QUEUE, "jobs", {})
    faults.heal()
    operation = {"create": "CreateQueue", "update": "SetQueueAttributes", "delete": "DeleteQueue"}[verb]
    faults.plan = one_after_the_other([lambda asked: lost() if asked.operation == operation else None])
    if made is None:
        troubled_account.create(QUEUE, "jobs", {})
    elif verb == "update":
        assert troubled_account.update(made, {"delaySeconds": 5}).outputs["delaySeconds"] == 5
    else:
        troubled_account.delete(made)
    assert faults.asked[operation] >= 2 * faults.carried_out[operation]
    assert faults.carried_out[operation] == {"create": 1, "update": 1, "delete": 1}[verb]
    assert time.now > 0


def told_by(account: Account) -> list[tuple[str, str, str]]:
    """What the provider tells from now on."""
    told: list[tuple[str, str, str]] = []
    account.provider.log = lambda severity, message, urn="", *, ephemeral=False: told.append((severity, message, urn))
    return told


def test_a_failure_that_does_not_end_is_told_once_with_what_was_tried(
    faults: Faults, time: VirtualTime, troubled_account: Account
) -> None:
    faults.plan = always("CreateQueue", refused("RequestThrottled", 403, "Request is throttled."))
    told = told_by(troubled_account)
    with pytest.raises(ProviderError) as failed:
        troubled_account.create(QUEUE, "jobs", {})
    assert str(failed.value) == (
        f"CreateQueue: RequestThrottled: Request is throttled.; 8 attempts within {time.now:.1f} s; "
        "the same command goes on from here once the cause has passed"
    )
    assert faults.asked["CreateQueue"] == 8
    assert time.now <= 60
    assert len(told) == 7
    assert {urn.rpartition("::")[2] for _, _, urn in told} == {"jobs"}
    severity, first, _ = told[0]
    assert severity == "info"
    assert first.startswith("CreateQueue: AWS throttles requests (RequestThrottled); attempt 2 of 8 in 0.")


def test_every_kind_of_failure_ends_in_bounded_time(faults: Faults, aws_server: Any) -> None:
    for fault, answer in FAULTS.items():
        aws_server.reset()
        faults.heal()
        time = VirtualTime()
        account = account_at(faults, time)
        faults.plan = answer
        with pytest.raises((ProviderError, Unanswered)):
            account.create(QUEUE, "jobs", {})
        assert faults.asked["CreateQueue"] == 8, fault
        assert 0 < time.now <= 60, fault


@pytest.mark.parametrize(
    ("asked_for", "wait_s"),
    [("7", "7.0"), ("Wed, 21 Oct 2015 07:28:00 GMT", "0.1"), ("soon", "0.1"), ("61", None)],
)
def test_the_wait_that_aws_asks_for_is_kept_if_it_is_bearable(
    faults: Faults, asked_for: str, wait_s: str | None
) -> None:
    account = account_at(faults, VirtualTime(), chance=lambda: 1.0)
    told = told_by(account)
    busy = refused("RequestThrottled", 403, Retry_After=asked_for)
    faults.plan = one_after_the_other([lambda asked: busy if asked.operation == "CreateQueue" else None])
    if wait_s:
        account.create(QUEUE, "jobs", {})
        assert told[0][1] == f"CreateQueue: AWS throttles requests (RequestThrottled); attempt 2 of 8 in {wait_s} s"
    else:
        with pytest.raises(ProviderError, match="RequestThrottled"):
            account.create(QUEUE, "jobs", {})
        assert told == []


def test_a_refusal_for_good_is_not_asked_again(faults: Faults, time: VirtualTime, troubled_account: Account) -> None:
    faults.plan = always("CreateQueue", refused("InvalidParameterValue", 400, "no such thing"))
    with pytest.raises(ProviderError, match=r"^CreateQueue: InvalidParameterValue: no such thing$"):
        troubled_account.create(QUEUE, "jobs", {})
    assert faults.asked["CreateQueue"] == 1
    assert time.now == 0


@pytest.mark.parametrize(
    "answer", [broken(done=True), answered(b"", "500 Trouble", done=True), answered(b"{", done=True)]
)
def test_a_change_whose_answer_is_lost_for_good_is_not_taken_for_undone(
    faults: Faults, troubled_account: Account, answer: Answer
) -> None:
    faults.plan = always("CreateQueue", answer)
    with pytest.raises(Unanswered):
        troubled_account.create(QUEUE, "jobs", {})
    assert faults.carried_out["CreateQueue"] == 1


def test_doubt_remains_when_later_attempts_are_refused(faults: Faults, troubled_account: Account) -> None:
    """The first attempt was carried out, and its answer lost; that the others are throttled says nothing of that."""
    throttled = [lambda asked: refused("RequestThrottled", 403)] * 7
    plan = one_after_the_other([lambda asked: broken(done=True), *throttled])
    faults.plan = lambda asked: plan(asked) if asked.operation == "CreateQueue" else None
    with pytest.raises(Unanswered, match="RequestThrottled"):
        troubled_account.create(QUEUE, "jobs", {})


def test_a_read_that_fails_leaves_no_doubt(faults: Faults, troubled_account: Account) -> None:
    made = troubled_account.create(QUEUE, "jobs", {})
    faults.plan = always("GetQueueAttributes", broken(done=False))
    with pytest.raises(ProviderError, match=r"does not answer; see `strata sandbox status`; 8 attempts"):
        troubled_account.read(made)


def test_a_function_is_asked_for_again_too_and_told_without_a_resource(
    faults: Faults, troubled_account: Account
) -> None:
    faults.plan = one_after_the_other([lambda _asked: refused("Throttling", 400)])
    told = told_by(troubled_account)
    answer = troubled_account.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})
    assert answer["accountId"]
    assert {(severity, urn) for severity, _, urn in told} == {("info", "")}


def test_an_interrupt_ends_the_waiting(faults: Faults, time: VirtualTime, troubled_account: Account) -> None:
    faults.plan = always("CreateQueue", refused("RequestThrottled", 403))
    troubled_account.provider.Cancel(None)
    with pytest.raises(ProviderError, match="cut short by the interrupt"):
        troubled_account.create(QUEUE, "jobs", {})
    assert faults.asked["CreateQueue"] == 1


def test_nothing_secret_is_told(faults: Faults, troubled_account: Account) -> None:
    """Not even when AWS repeats what it was sent."""
    faults.plan = always("CreateSecret", refused("InternalServiceError", 500, "cannot take hunter2-hunter2"))
    told = told_by(troubled_account)
    with pytest.raises(Unanswered) as failed:
        troubled_account.create("aws:secretsmanager/secret:Secret", "s", {"description": Secret("hunter2-hunter2")})
    assert len(told) == 7
    assert "hunter2" not in str(failed.value) + str(told)
    garbled = always("CreateSecret", answered(b"hunter2-hunter2", done=True))
    faults.plan = garbled
    with pytest.raises(Unanswered) as failed:
        troubled_account.create("aws:secretsmanager/secret:Secret", "t", {"description": Secret("hunter2-hunter2")})
    assert "hunter2" not in str(failed.value) + str(told)


NOT_FOUND = {
    "sqs": ("AWS.SimpleQueueService.NonExistentQueue", 400),
    "s3": ("NoSuchBucket", 404),
    "iam": ("NoSuchEntity", 404),
    "kms": ("NotFoundException", 400),
    "ec2": ("InvalidVpcID.NotFound", 400),
    "eks": ("ResourceNotFoundException", 404),
    "rds": ("DBInstanceNotFound", 404),
    "ecr": ("RepositoryNotFoundException", 400),
    "secretsmanager": ("ResourceNotFoundException", 400),
    "logs": ("ResourceNotFoundException", 400),
}
"""What each service says of what it does not know yet."""


@pytest.mark.parametrize("subject", ["sqs:Queue", "s3:Bucket", "iam:Role", "kms:Key", "ec2:Vpc", "eks:Cluster"])
def test_what_was_just_made_may_not_be_found_for_a_while(
    subject: str, faults: Faults, time: VirtualTime, troubled_account: Account
) -> None:
    """The next five requests of the service, whatever they ask, are answered as if it did not exist."""
    case, early = CHOSEN[subject], 0

    def plan(asked: Asked) -> Answer | None:
        nonlocal early
        if asked.operation.startswith("Create") and asked.operation != "CreateTags":
            early = 5
        elif early and asked.service in NOT_FOUND:
            early -= 1
            return refused(*NOT_FOUND[asked.service])
        return None

    given = made_first(troubled_account, case)
    faults.plan = plan
    made = troubled_account.create(case["type"], "subject", _filled(case["inputs"], given))
    faults.plan = lambda _asked: None
    assert troubled_account.read(made) == made
    assert time.now > 0


def test_a_role_that_cannot_be_assumed_yet_is_waited_for(faults: Faults, troubled_account: Account) -> None:
    case = CHOSEN["eks:Cluster"]
    given = made_first(troubled_account, case)
    faults.heal()
    early = refused(
        "InvalidParameterException",
        400,
        "Role with arn: arn:aws:iam::1:role/x, could not be assumed because it cannot be assumed yet",
    )
    faults.plan = one_after_the_other([lambda asked: early if asked.operation == "CreateCluster" else None] * 3)
    troubled_account.create(case["type"], "subject", _filled(case["inputs"], given))
    assert faults.asked["CreateCluster"] >= 4
    assert faults.carried_out["CreateCluster"] == 1


def test_what_still_stands_in_the_way_of_a_deletion_is_waited_for(faults: Faults, troubled_account: Account) -> None:
    network = troubled_account.create("aws:ec2/vpc:Vpc", "network", {"cidrBlock": "10.0.0.0/16"})
    faults.heal()
    busy = refused("DependencyViolation", 400, "it has dependencies")
    faults.plan = one_after_the_other([lambda asked: busy if asked.operation == "DeleteVpc" else None] * 3)
    troubled_account.delete(network)
    assert faults.asked["DeleteVpc"] == 4
    assert troubled_account.read(network) is None


def test_what_stays_in_the_way_of_a_deletion_is_told(faults: Faults, troubled_account: Account) -> None:
    network = troubled_account.create("aws:ec2/vpc:Vpc", "network", {"cidrBlock": "10.0.0.0/16"})
    faults.plan = always("DeleteVpc", refused("DependencyViolation", 400, "it has dependencies"))
    with pytest.raises(ProviderError, match=r"^DeleteVpc: DependencyViolation: it has dependencies; 8 attempts"):
        troubled_account.delete(network)
    assert troubled_account.read(network) == network


UNFINISHED = {
    "sqs:Queue": "TagQueue",
    "s3:Bucket": "PutBucketTagging",
    "iam:Role": "TagRole",
    "ec2:Vpc": "ModifyVpcAttribute",
    "ec2:SecurityGroup": "AuthorizeSecurityGroupIngress",
    "kms:Key": "EnableKeyRotation",
    "cloudwatch:LogGroup": "PutRetentionPolicy",
}
"""A later one of the requests that making a resource takes."""


@pytest.mark.parametrize("subject", UNFINISHED)
@pytest.mark.parametrize("doubtful", [False, True], ids=["refused", "unanswered"])
def test_a_resource_of_several_requests_whose_later_one_fails_is_recorded_and_finished_later(
    subject: str, doubtful: bool, faults: Faults, troubled_account: Account, aws_server: Any
) -> None:
    case = CHOSEN[subject]
    given = made_first(troubled_account, case)
    news = _filled(case["inputs"], given)
    tags = {} if "tags" in news else {"tags": {"Team": "vision"}}
    urn = f"urn:pulumi:dev::strata::{case['type']}::subject"
    inputs = troubled_account.check(urn, news | tags)
    faults.plan = always(UNFINISHED[subject], broken(done=False) if doubtful else refused("AccessDenied", 403))
    with pytest.raises(InitializationFailed) as failed:
        troubled_account.provider.Create(pb.CreateRequest(urn=urn, properties=encode(inputs)))
    assert UNFINISHED[subject] in str(failed.value) or doubtful

    faults.heal()
    recorded = {"olds": encode(failed.value.properties), "old_inputs": encode(inputs), "news": encode(inputs)}
    answer = troubled_account.provider.Update(pb.UpdateRequest(urn=urn, id=failed.value.id, **recorded))
    finished = Made(urn, failed.value.id, inputs, decode(answer.properties))
    assert faults.carried_out[UNFINISHED[subject]] == 1
    assert troubled_account.read(finished) == finished
    assert not troubled_account.diff(finished, news | tags).diffs


PARTIAL = {
    "DeleteObjects": (
        "s3",
        "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>",
    ),
    "DeleteVpcEndpoints": (
        "ec2",
        """<DeleteVpcEndpointsResponse><unsuccessful><item><resourceId>vpce-1</resourceId>
        <error><code>AccessDenied</code><message>no</message></error></item></unsuccessful>
        </DeleteVpcEndpointsResponse>""",
    ),
    "PutTargets": (
        "events",
        """{"FailedEntryCount": 1,
        "FailedEntries": [{"TargetId": "a", "ErrorCode": "AccessDenied", "ErrorMessage": "no"}]}""",
    ),
    "PublishBatch": (
        "sns",
        """<PublishBatchResponse><PublishBatchResult><Successful/><Failed><member><Id>1</Id><Code>AccessDenied</Code>
        <Message>no</Message><SenderFault>true</SenderFault></member></Failed></PublishBatchResult>
        </PublishBatchResponse>""",
    ),
    "SendMessageBatch": (
        "sqs",
        """{"Successful": [],
        "Failed": [{"Id": "1", "Code": "AccessDenied", "Message": "no", "SenderFault": true}]}""",
    ),
}
"""A success of each service that is none for one of the things that were asked."""

ARGUMENTS: dict[str, dict[str, Any]] = {
    "DeleteObjects": {"Bucket": "lake", "Delete": {"Objects": [{"Key": "a"}]}},
    "DeleteVpcEndpoints": {"VpcEndpointIds": ["vpce-1"]},
    "PutTargets": {"Rule": "nightly", "Targets": [{"Id": "a", "Arn": "arn:aws:sqs:eu-central-1:1:jobs"}]},
    "PublishBatch": {
        "TopicArn": "arn:aws:sns:eu-central-1:1:t",
        "PublishBatchRequestEntries": [{"Id": "1", "Message": "m"}],
    },
    "SendMessageBatch": {"QueueUrl": "http://localhost/1/jobs", "Entries": [{"Id": "1", "MessageBody": "m"}]},
}


@pytest.mark.parametrize("operation", PARTIAL)
def test_a_success_that_is_none_for_some_is_an_error(operation: str, faults: Faults) -> None:
    service, content = PARTIAL[operation]
    client = AwsSession(faults.endpoint, REGION).client(service)
    faults.plan = always(operation, answered(content.encode()))
    with pytest.raises(ClientError, match=r"AccessDenied.*no \(1 failed\)"):
        getattr(client, xform_name(operation))(**ARGUMENTS[operation])
