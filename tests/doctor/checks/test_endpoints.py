"""What must be reached from here: AWS, the charts, the cluster's API."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any
from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError

from doctor import CannotTell, Outcome, Subject
from doctor.checks.endpoints import CHECKS, registry
from sandbox.providers.aws.session import AwsSession
from tests.doctor.conftest import Resource, chart, cluster
from tests.doctor.http import serving

AWS, CHARTS, API = CHECKS
Declare = Callable[..., Subject]


class Index(BaseHTTPRequestHandler):
    """Knows nothing, but answers."""

    def do_HEAD(self) -> None:
        self.send_response_only(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def eks_with(endpoint: str, *, public: bool) -> Mock:
    """An EKS whose cluster's API is at an endpoint: that of the sandbox is nowhere."""
    eks = Mock()
    access = {"endpointPublicAccess": public}
    eks.describe_cluster.return_value = {"cluster": {"endpoint": endpoint, "resourcesVpcConfig": access}}
    return eks


def test_the_services_of_the_stack_answer(declare: Declare, client: Callable[[str], Any]) -> None:
    found = AWS.run(declare(Resource("aws:sqs/queue:Queue"), Resource("aws:s3/bucket:Bucket")))
    host = client("sqs").meta.endpoint_url.removeprefix("http://")
    assert (found.outcome, found.found) == (Outcome.PASS, f"{host} answers")


def test_a_service_that_does_not_answer_fails(declare: Declare, closed_port: int) -> None:
    subject = declare(Resource("aws:sqs/queue:Queue"))
    gone = f"http://127.0.0.1:{closed_port}"
    subject.open_account = lambda: AwsSession(gone, "eu-central-1").client
    found = AWS.run(subject)
    assert found.outcome is Outcome.FAIL
    assert found.found.startswith(f"127.0.0.1:{closed_port}: ")
    assert "refused" in found.found
    assert f"curl -I {gone}" in found.mend


def test_each_service_is_asked_where_it_is(declare: Declare, closed_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Index) as there:
        gone = f"http://127.0.0.1:{closed_port}"
        subject = declare(Resource("aws:sqs/queue:Queue"), Resource("aws:s3/bucket:Bucket"))
        monkeypatch.setattr(
            subject, "aws", lambda service: Mock(meta=Mock(endpoint_url=gone if service == "sqs" else there))
        )
        found = AWS.run(subject)
    assert (found.outcome, gone.removeprefix("http://") in found.found) == (Outcome.FAIL, True)
    assert there.removeprefix("http://") not in found.found


def test_where_charts_are_fetched(declare: Declare, closed_port: int) -> None:
    with serving(Index) as there:
        subject = declare(chart("kueue", "1.0.0", there), chart("keda", "2.20.2", f"http://127.0.0.1:{closed_port}"))
        subject.in_sandbox = False
        found = CHARTS.run(subject)
        assert (found.outcome, "127.0.0.1:" + str(closed_port) in found.found) == (Outcome.FAIL, True)
        subject = declare(chart("kueue", "1.0.0", there))
        assert CHARTS.run(subject).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("oci://quay.io/jetstack/charts/cert-manager", "https://quay.io/v2/"),
        ("oci://docker.io/envoyproxy/gateway-helm", "https://registry-1.docker.io/v2/"),
        ("https://kedacore.github.io/charts", "https://kedacore.github.io/charts/index.yaml"),
        ("https://kedacore.github.io/charts/", "https://kedacore.github.io/charts/index.yaml"),
    ],
)
def test_what_is_asked_for_a_chart(address: str, asked: str) -> None:
    assert registry(address) == asked


@pytest.mark.parametrize("check", [CHARTS, API], ids=lambda check: check.name)
def test_the_sandbox_fetches_nothing_and_listens_nowhere(declare: Declare, check: Any) -> None:
    with pytest.raises(CannotTell, match="the sandbox"):
        check.run(declare(chart("kueue", "1.0.0", "http://127.0.0.1:1"), cluster("1.35")))


@pytest.mark.parametrize("check", [CHARTS, API], ids=lambda check: check.name)
def test_where_there_is_nothing_to_reach(declare: Declare, check: Any) -> None:
    subject = declare()
    subject.in_sandbox = False
    with pytest.raises(CannotTell, match="the stack"):
        check.run(subject)


def test_the_api_of_a_cluster(declare: Declare, closed_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    subject = declare(cluster("1.35"))
    subject.in_sandbox = False
    gone = f"http://127.0.0.1:{closed_port}"
    with serving(Index) as there:
        monkeypatch.setattr(subject, "aws", lambda _: eks_with(there, public=True))
        assert API.run(subject).found == f"strata-dev answers at {there}"
    monkeypatch.setattr(subject, "aws", lambda _: eks_with(gone, public=True))
    found = API.run(subject)
    assert (found.outcome, found.mend) == (Outcome.FAIL, f"curl -k {gone}/livez")
    monkeypatch.setattr(subject, "aws", lambda _: eks_with(gone, public=False))
    private = API.run(subject)
    assert (private.outcome, "its API is private" in private.found) == (Outcome.WARN, True)


def test_a_cluster_that_is_not_there_yet(declare: Declare) -> None:
    subject = declare(cluster("1.35"))
    subject.in_sandbox = False
    found = API.run(subject)
    assert (found.outcome, found.found) == (Outcome.SKIPPED, "strata-dev: not there yet")


def test_who_may_not_ask_for_the_cluster_is_told(declare: Declare, monkeypatch: pytest.MonkeyPatch) -> None:
    eks = Mock()
    eks.describe_cluster.side_effect = ClientError({"Error": {"Code": "AccessDenied"}}, "DescribeCluster")
    subject = declare(cluster("1.35"))
    subject.in_sandbox = False
    monkeypatch.setattr(subject, "aws", lambda _: eks)
    with pytest.raises(ClientError, match="AccessDenied"):
        API.run(subject)
