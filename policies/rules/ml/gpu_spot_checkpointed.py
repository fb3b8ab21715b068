"""Training on spot instances writes checkpoints where they outlive the instance.

Why: AWS takes a spot instance back after two minutes' notice: without a checkpoint the days before it are lost, and are
paid for a second time.
Fix: set `checkpoint_config.s3_uri` of a `TrainingJob` with managed spot training; give a job that selects spot nodes a
volume of a claim, or a variable such as `CHECKPOINT_URI`.
"""

from policies.facts.pods import Pod, pods_of
from policies.facts.training import TRAINING_JOBS, TRAINING_TYPES, trainings
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some

CAPACITY = {"karpenter.sh/capacity-type": "spot", "eks.amazonaws.com/capacityType": "SPOT"}


@rule(
    severity=Severity.MEDIUM,
    types=(*TRAINING_JOBS, *TRAINING_TYPES),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MEASURE 2.6",)),
)
def gpu_spot_checkpointed(resource: Resource) -> Findings:
    if resource.type in TRAINING_JOBS:
        saved = resource["checkpointConfig"]["s3Uri"]
        return resource.require(~resource["enableManagedSpotTraining"].is_true() | saved.is_set(), saved)
    findings: Findings = []
    for job, trains in trainings(resource):
        for pod in pods_of(job):
            selector = pod.spec["nodeSelector"]
            spot = some(selector[key].equals(value) for key, value in CAPACITY.items())
            findings += pod.require(~trains | ~spot | _is_saved(pod), selector)
    return findings


def _is_saved(pod: Pod) -> Truth:
    def saves(container: Node) -> Truth:
        return container["env"].some(lambda one: one["name"].matches("(.*_)?(CHECKPOINT|CKPT)(_.*)?"))

    claimed = pod.spec["volumes"].some(lambda one: one["persistentVolumeClaim"]["claimName"].is_set())
    return claimed | some(map(saves, pod.containers("containers")))
