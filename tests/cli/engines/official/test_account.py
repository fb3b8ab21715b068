"""Who one is at AWS, and why that may be unknown."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from cli.engines.official.account import Account, Unknown, identify
from cli.engines.official.settings import StackSettings
from sandbox.aws.server import AwsServer

REFUSAL = """\
<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error><RequestId>1</RequestId>
</ErrorResponse>"""


def settings(region: str | None = "eu-central-1", profile: str | None = None, role: str | None = None) -> StackSettings:
    return StackSettings(
        file=Path("Pulumi.prod.yaml"),
        region=region,
        profile=profile,
        role=role,
        secrets_provider="",
        has_secrets=False,
    )


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, aws_server: AwsServer) -> None:
    """A machine with credentials in its environment, and nothing else that leads to AWS."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws_server.endpoint)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """An STS that refuses with the code in the list."""
    codes: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = REFUSAL.format(code=codes[0]).encode()
            self.send_response(403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
    yield codes
    server.shutdown()
    thread.join()
    server.server_close()


def unknown(given: StackSettings) -> list[tuple[str, str]]:
    with pytest.raises(Unknown) as told:
        identify(given)
    return [(one.what, one.mend) for one in told.value.missing]


def test_account_role_and_region() -> None:
    assert identify(settings()) == Account("123456789012", "arn:aws:sts::123456789012:user/moto", "eu-central-1")


def test_a_role_that_is_assumed_decides_on_the_account() -> None:
    role = "arn:aws:iam::210987654321:role/deploy"
    assert identify(settings(role=role)) == Account("210987654321", role, "eu-central-1")


def test_the_region_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    told = ("the AWS region: Pulumi.prod.yaml sets none", "pulumi config set aws:region <region>")
    assert unknown(settings(region=None)) == [told]
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    assert identify(settings(region=None)).region == "us-west-2"


def test_no_credentials_and_no_region_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    told = unknown(settings(region=None))
    assert [what for what, _ in told] == [
        "AWS credentials: none found",
        "the AWS region: Pulumi.prod.yaml sets none",
    ]


@pytest.mark.parametrize("code", ["ExpiredToken", "ExpiredTokenException", "RequestExpired"])
def test_expired_credentials_are_told_as_such(refusing: list[str], code: str) -> None:
    refusing.append(code)
    assert unknown(settings()) == [("AWS credentials: they have expired", "aws sso login")]


def test_refused_credentials_are_told_with_the_code(refusing: list[str]) -> None:
    refusing.append("InvalidClientTokenId")
    assert unknown(settings()) == [("AWS credentials: they are refused: InvalidClientTokenId", "aws sso login")]


def test_a_login_that_has_run_out_names_its_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    (tmp_path / "config").write_text(
        "[profile mlops]\nsso_session = company\nsso_account_id = 123456789012\nsso_role_name = deploy\n"
        "[sso-session company]\nsso_region = us-east-1\nsso_start_url = https://company.example.com/start\n"
    )
    ((what, mend),) = unknown(settings(profile="mlops"))
    assert what.startswith("AWS credentials: ")
    assert mend == "aws sso login --profile mlops"


def test_an_aws_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    ((what, mend),) = unknown(settings())
    assert what.startswith("AWS: does not tell who you are: Could not connect to the endpoint URL")
    assert mend.startswith("aws sts get-caller-identity")
