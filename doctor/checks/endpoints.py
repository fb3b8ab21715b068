"""Whether AWS, the registries of the charts and the cluster's API can be reached from here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, skipped, warned
from doctor.data import table
from doctor.reach import Unreachable, ask, unreachable
from doctor.subject import Subject


def _aws(subject: Subject) -> Finding:
    """The endpoints of the services whose resources the stack declares; without a stack, that of STS."""
    services = {"sts"}
    if subject.stack is not None:
        permissions = table("permissions")["types"]
        rows = [permissions[one] for one in subject.declared.aws_types() if one in permissions]
        services |= {row["service"] for row in rows}
    urls = {subject.reached_at(service) for service in services}
    return _judge(urls, "https_proxy, a firewall or the VPN: curl -I {url}")


def _charts(subject: Subject) -> Finding:
    """Where the charts are fetched from by this machine, as Helm does it."""
    if subject.in_sandbox:
        raise CannotTell("the sandbox fetches no charts")
    urls = {registry(chart.address) for chart in subject.declared.charts()}
    if not urls:
        raise CannotTell("the stack installs no charts")
    return _judge(urls, "https_proxy, a firewall or the VPN: curl -I {url}")


def registry(address: str) -> str:
    """What is asked for a chart: the API of its OCI registry, or the index of its repository."""
    parts = urlsplit(address)
    # Docker Hub answers under another name: https://distribution.github.io/distribution/
    host = {"docker.io": "registry-1.docker.io"}.get(parts.netloc, parts.netloc)
    return f"https://{host}/v2/" if parts.scheme == "oci" else f"{address.rstrip('/')}/index.yaml"


def _cluster(subject: Subject) -> Finding:
    """The API of each cluster that is there already."""
    if subject.in_sandbox:
        raise CannotTell("the sandbox's clusters are a store in a file: nothing listens")
    names = list(subject.declared.clusters())
    if not names:
        raise CannotTell("the stack declares no cluster")
    told, private = [], []
    for name in names:
        try:
            cluster = subject.aws("eks").describe_cluster(name=name)["cluster"]
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") == "ResourceNotFoundException":
                continue
            raise
        try:
            ask(cluster["endpoint"], verified=False)
            told.append(f"{name} answers at {cluster['endpoint']}")
        except Unreachable as why:
            public = (cluster.get("resourcesVpcConfig") or {}).get("endpointPublicAccess")
            private += [] if public else [name]
            if public:
                return failed(
                    f"{name} does not answer at {cluster['endpoint']}: {why}", f"curl -k {cluster['endpoint']}/livez"
                )
    if private:
        return warned(
            f"{', '.join(private)}: its API is private, and this machine is not in its network",
            "run where the VPC is reached (VPN, or a runner in it), or set strata:cluster.public_endpoint_cidrs",
        )
    return passed("; ".join(told)) if told else skipped(f"{', '.join(names)}: not there yet")


def _judge(urls: Iterable[str], mend: str) -> Finding:
    wanted = sorted(urls)
    gone = unreachable(wanted)
    if gone:
        told = "; ".join(f"{urlsplit(url).netloc}: {why}" for url, why in gone.items())
        return failed(told, f"look at {mend.format(url=next(iter(gone)))}")
    hosts = sorted({urlsplit(url).netloc for url in wanted})
    return passed(f"{', '.join(hosts)} answer{'s' * (len(hosts) == 1)}")


CHECKS: Final = (
    Check("endpoints", Group.ACCOUNT, "Whether the endpoints of the AWS services that the stack uses answer.", _aws),
    Check(
        "charts", Group.CLUSTER, "Whether the registries and repositories answer that charts are fetched from.", _charts
    ),
    Check("api", Group.CLUSTER, "Whether the cluster's API answers from here, if the cluster is there.", _cluster),
)
