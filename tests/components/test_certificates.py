"""The gateway's certificate is signed by an authority of the cluster's own."""

from __future__ import annotations

import pulumi
import pytest

from components.certificates import private_certificate
from components.charts import Chart, release
from components.custom_resource import after
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

CERTIFICATE = "kubernetes:cert-manager.io/v1:Certificate"
ISSUER = "kubernetes:cert-manager.io/v1:Issuer"


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        values = {"crds": {"enabled": True}}
        chart = release("chart", Chart.CERT_MANAGER, values=values, namespace="default", opts=opts)
        secret = private_certificate("way-in", "models.internal", inside="default", opts=after(opts, chart))
        pulumi.export("secret", secret)

    return bring_up(deploy_once, build)


def test_a_self_signed_authority_signs_the_certificate(made: Result) -> None:
    assert made.names(ISSUER) == {"way-in-self", "way-in-authority"}
    assert made.names(CERTIFICATE) == {"way-in", "way-in-authority"}
    own, ours = (made.outputs(ISSUER, name)["metadata"]["name"] for name in ("way-in-self", "way-in-authority"))
    authority, leaf = (made.inputs(CERTIFICATE, name)["spec"] for name in ("way-in-authority", "way-in"))
    assert authority["isCA"] is True
    assert authority["issuerRef"] == {"name": own, "kind": "Issuer", "group": "cert-manager.io"}
    assert made.inputs(ISSUER, "way-in-authority")["spec"] == {"ca": {"secretName": authority["secretName"]}}
    assert leaf["issuerRef"] == {"name": ours, "kind": "Issuer", "group": "cert-manager.io"}


def test_the_certificate_covers_the_host_and_all_below_it(made: Result) -> None:
    assert made.inputs(CERTIFICATE, "way-in")["spec"]["dnsNames"] == ["models.internal", "*.models.internal"]


def test_the_certificate_is_short_lived_and_its_key_changes_with_it(made: Result) -> None:
    spec = made.inputs(CERTIFICATE, "way-in")["spec"]
    assert (spec["duration"], spec["renewBefore"]) == ("2160h", "720h")
    assert spec["privateKey"] == {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"}
    assert "isCA" not in spec
    assert spec["usages"] == ["digital signature", "server auth"]


def test_the_secret_bears_the_certificates_name(made: Result) -> None:
    assert made.summary.outputs["secret"] == made.inputs(CERTIFICATE, "way-in")["spec"]["secretName"] == "way-in"
