"""AWS Config records all resources, the global ones too, and is switched on.

Why: nobody can tell what a resource was like before the incident, or since when it has been open.
Fix: add a `cfg.Recorder` with `all_supported` and `include_global_resource_types`, a `RecorderStatus` with
`is_enabled` and a `DeliveryChannel`. A missing recorder is told only of a stack that sets up an account.
"""

from policies.facts.accounts import sets_up_an_account
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, stack_rule
from policies.stack import Stack
from policies.standards import Controls
from policies.truth import Truth, truth

RECORDERS = ("aws:cfg/recorder:Recorder",)
OFF = "not switched on, or no delivery channel takes what it records"


@stack_rule(
    severity=Severity.MEDIUM,
    controls=Controls(
        cis_aws_3="3.3",
        cis_aws_4="3.3",
        fsbp="Config.1",
        gdpr="25 30",
    ),
)
def config_recorder_all(stack: Stack) -> Findings:
    recorders = list(stack.of(*RECORDERS))
    if not recorders and sets_up_an_account(stack):
        return stack.require(Truth.FALSE, "sets up an account without a recorder")
    return [finding for recorder in recorders for finding in _recorded(recorder)]


def _recorded(recorder: Resource) -> Findings:
    group = recorder["recordingGroup"]
    everything, world = group["allSupported"], group["includeGlobalResourceTypes"]
    states = recorder.stack.bound_to(recorder, ("aws:cfg/recorderStatus:RecorderStatus",), by="name")
    channels = list(recorder.stack.of("aws:cfg/deliveryChannel:DeliveryChannel"))
    return [
        *recorder.require(everything.is_true(default=True), everything),
        *recorder.require(world.is_true(), world),
        *recorder.require(states.some(lambda one: one["isEnabled"].is_true()) & truth(bool(channels)), detail=OFF),
    ]
