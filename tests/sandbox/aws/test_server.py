"""The AWS server: whom it answers, what it answers when it cannot, and that nothing is lost between threads."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.server import IDENTITY_PATH, AwsServer

RESET = "/moto-api/reset"


def _ask(server: AwsServer, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_it_listens_on_loopback_only(aws_server: AwsServer) -> None:
    assert aws_server._server.socket.getsockname() == ("127.0.0.1", aws_server.port)


def test_it_tells_its_identity(aws_server: AwsServer) -> None:
    status, body = _ask(aws_server, IDENTITY_PATH)
    assert status == 200
    assert json.loads(body)["identity"] == aws_server.identity


def test_each_server_has_its_own_identity() -> None:
    with AwsServer() as one, AwsServer() as other:
        assert one.identity != other.identity


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example.com"},
        {"Host": "rebound.example.com:5000"},
        {"Host": "127.0.0.1.example.com"},
        {"Host": "bucket.localhost.example.com"},
        {"Host": ".localhost"},
        {"Host": "localhost.example.com"},
        {"Host": "127.0.0.1@example.com"},
        {"Host": "127.0.0.1, rebound.example.com"},
        {"Host": "0.0.0.0"},
        {"Host": "2130706433"},
        {"Host": "[::]"},
        {"Host": "[fe80::1]"},
        {"Host": "[2001:db8::1]:5000"},
        {"Host": "[::1].example.com"},
        {"Host": "rebound.example.com", "X-Forwarded-Host": "127.0.0.1", "Forwarded": "host=127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": ""},
        {"Origin": "https://example.com"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_web_pages_from_elsewhere_are_refused_and_change_nothing(
    aws_server: AwsServer, aws_client: Callable[..., Any], headers: dict[str, str]
) -> None:
    aws_client("sqs").create_queue(QueueName="jobs")
    for path, method in ((RESET, "POST"), (IDENTITY_PATH, "GET"), ("/", "GET")):
        status, body = _ask(aws_server, path, method, **headers)
        assert status == 403
        assert json.loads(body) == {"__type": "Forbidden", "message": "the sandbox answers to loopback addresses only"}
    assert len(aws_client("sqs").list_queues()["QueueUrls"]) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "none"},
        {"Host": "localhost"},
        {"Host": "data.localhost:80"},
        {"Host": "[::1]"},
        {"Origin": "http://localhost:8080"},
    ],
    ids=str,
)
def test_this_machines_own_programs_are_answered(aws_server: AwsServer, headers: dict[str, str]) -> None:
    assert _ask(aws_server, IDENTITY_PATH, **headers)[0] == 200


def test_a_request_line_that_names_another_host_than_its_header_is_refused(aws_server: AwsServer) -> None:
    assert _ask(aws_server, f"http://rebound.example.com{IDENTITY_PATH}", Host="127.0.0.1")[0] == 403


def test_a_second_host_is_refused(aws_server: AwsServer) -> None:
    with socket.create_connection(("127.0.0.1", aws_server.port), timeout=10) as connection:
        hosts = b"Host: 127.0.0.1\r\nHost: rebound.example.com\r\n"
        connection.sendall(b"GET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n" % (IDENTITY_PATH.encode(), hosts))
        assert b" 403 " in connection.makefile("rb").readline()


def test_no_other_address_of_this_machine_is_listened_on(aws_server: AwsServer) -> None:
    with pytest.raises(OSError, match=r"refused|unreachable|not available|assign"):
        socket.create_connection(("::1", aws_server.port), timeout=10)


def test_an_operation_that_nobody_has_written_is_told_once(aws_client: Callable[..., Any]) -> None:
    ec2, attempts = aws_client("ec2"), []
    ec2.meta.events.register("before-send.ec2", lambda **_: attempts.append(1))
    with pytest.raises(ClientError, match=r"NotImplemented.*does not know this operation") as failed:
        ec2.describe_scheduled_instances()
    assert failed.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert len(attempts) == 1


@pytest.mark.parametrize(("service", "operation"), [("ec2", "describe_vpcs"), ("logs", "describe_log_groups")])
def test_a_failure_inside_names_itself_and_is_told_once(
    aws_client: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, service: str, operation: str
) -> None:
    from moto.ec2.responses import EC2Response
    from moto.logs.responses import LogsResponse

    def fail(self: Any) -> str:
        raise ZeroDivisionError("of <a test>")

    monkeypatch.setattr(EC2Response, "describe_vpcs", fail)
    monkeypatch.setattr(LogsResponse, "describe_log_groups", fail)
    client, attempts = aws_client(service), []
    client.meta.events.register(f"before-send.{service}", lambda **_: attempts.append(1))
    with pytest.raises(ClientError) as failed:
        getattr(client, operation)()
    assert failed.value.response["Error"] == {
        "Code": "SandboxFailure",
        "Message": "the sandbox failed, see its log: ZeroDivisionError: of <a test>",
    }
    assert len(attempts) == 1


def test_requests_at_once_lose_nothing(aws_client: Callable[..., Any]) -> None:
    sqs = aws_client("sqs")
    names = [f"jobs-{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda name: sqs.create_queue(QueueName=name), names))
    assert sorted(url.rpartition("/")[2] for url in sqs.list_queues()["QueueUrls"]) == sorted(names)


def test_who_waits_for_a_message_keeps_nobody_from_sending_one(aws_client: Callable[..., Any]) -> None:
    sqs = aws_client("sqs")
    url = sqs.create_queue(QueueName="jobs")["QueueUrl"]
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(sqs.receive_message, QueueUrl=url, WaitTimeSeconds=10)
        while not waiting.running():
            pass
        sqs.send_message(QueueUrl=url, MessageBody="train")
        assert [message["Body"] for message in waiting.result(timeout=60)["Messages"]] == ["train"]


def test_a_reset_forgets_what_moto_keeps_and_what_completes_it(
    aws_server: AwsServer, aws_client: Callable[..., Any]
) -> None:
    aws_client("s3").create_bucket(Bucket="data", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    ec2 = aws_client("ec2")
    ec2.create_placement_group(GroupName="gpu", Strategy="cluster")
    ec2.create_vpc(CidrBlock="10.0.0.0/16")
    aws_server.reset()
    assert aws_client("s3").list_buckets()["Buckets"] == []
    assert ec2.describe_placement_groups()["PlacementGroups"] == []
    assert [vpc["IsDefault"] for vpc in ec2.describe_vpcs()["Vpcs"]] == [True]
