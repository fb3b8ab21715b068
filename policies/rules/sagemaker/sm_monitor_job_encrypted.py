"""What a monitoring job reads, writes and sends between its containers is encrypted with a key of one's own.

Why: it works on what users asked the model, and on what the model answered.
Fix: set `kms_key_id` in the output, `volume_kms_key_id` in the resources, and
`enable_inter_container_traffic_encryption`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=("aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",))
def sm_monitor_job_encrypted(job: Resource) -> Findings:
    output = job["dataQualityJobOutputConfig"]["kmsKeyId"]
    volume = job["jobResources"]["clusterConfig"]["volumeKmsKeyId"]
    between = job["networkConfig"]["enableInterContainerTrafficEncryption"]
    return [
        *job.require(output.is_set(), output),
        *job.require(volume.is_set(), volume),
        *job.require(between.is_true(), between),
    ]
