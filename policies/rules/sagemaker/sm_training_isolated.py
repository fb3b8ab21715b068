"""Training runs without the internet, in one's own network, and with everything encrypted by a key of one's own.

Why: training code comes from everywhere, sees all the data, and runs for days: what it may reach, it can send out.
Fix: set `vpc_config`, `enable_network_isolation`, `enable_inter_container_traffic_encryption`, `volume_kms_key_id`
and the output's `kms_key_id`.
"""

from collections.abc import Iterator

from policies.facts.training_jobs import JOBS, has_local_storage, specifications
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth


@rule(severity=Severity.HIGH, types=JOBS)
def sm_training_isolated(job: Resource) -> Findings:
    return [found for one in specifications(job) for truth_, at in _demands(one) for found in job.require(truth_, at)]


def _demands(job: Node) -> Iterator[tuple[Truth, Node]]:
    subnets, isolated = job["vpcConfig"]["subnets"], job["enableNetworkIsolation"]
    encrypted, instances = job["enableInterContainerTrafficEncryption"], job["resourceConfig"]
    volume, output = instances["volumeKmsKeyId"], job["outputDataConfig"]["kmsKeyId"]
    yield subnets.is_set(), subnets
    yield isolated.is_true(), isolated
    # A single instance has nobody to talk to.
    yield encrypted.is_true() | instances["instanceCount"].at_most(1), encrypted
    yield volume.is_set() | has_local_storage(instances["instanceType"]), volume
    yield output.is_set(), output
