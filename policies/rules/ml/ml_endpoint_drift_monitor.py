"""Every endpoint of SageMaker is compared with its training data on a schedule.

Why: a model goes wrong without an error when the world changes: the first to notice is the customer, months later.
Fix: add a `DataQualityJobDefinition` for the endpoint and a `MonitoringSchedule` of that definition. SageMaker cannot
monitor serverless endpoints.
"""

from policies.facts.endpoints import ENDPOINTS, is_serverless, runs_on
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth

SCHEDULES = ("aws:sagemaker/monitoringSchedule:MonitoringSchedule",)
DEFINITIONS = ("aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition",)
SCHEDULED = "monitoringScheduleConfig.monitoringJobDefinitionName"
DEFINED = "dataQualityJobInput.endpointInput.endpointName"
INLINE = "monitoringScheduleConfig.monitoringJobDefinition.monitoringInputs.endpointInput.endpointName"


@rule(
    severity=Severity.MEDIUM,
    types=ENDPOINTS,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15 72", ai_rmf=("MEASURE 2.4", "MEASURE 3.1"), iso_42001="A.6.2.6"),
)
def ml_endpoint_drift_monitor(endpoint: Resource) -> Findings:
    stack = endpoint.stack
    defined = stack.bound_to(endpoint, DEFINITIONS, by=DEFINED).some(_is_scheduled)
    inline = stack.bound_to(endpoint, SCHEDULES, by=INLINE).some()
    return endpoint.require(defined | inline | runs_on(endpoint, is_serverless), detail="nothing monitors its data")


def _is_scheduled(definition: Resource) -> Truth:
    return definition.stack.bound_to(definition, SCHEDULES, by=SCHEDULED).some()
