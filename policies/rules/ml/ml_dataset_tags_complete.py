"""Stores of datasets say how sensitive their data is and whose it is; a single dataset, also where it is from.

Why: when somebody asks for their data to be deleted, or a model turns out biased, nobody can say what it was trained
on, who may decide about it, or whether it was lawful to collect.
Fix: set the tags `data-classification` and `owner`, best as default tags of the provider. What is tagged `purpose:
dataset` needs `source` and `retention-days`, too, and `legal-basis` if the data is personal.
"""

from policies.facts.families import BUCKETS
from policies.facts.tags import PURPOSE, is_tagged, tag
from policies.facts.zones import CLASSES, DATASETS, PERSONAL, classification, is_classified, is_for
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

STORES = (
    *BUCKETS,
    "aws:efs/fileSystem:FileSystem",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:sagemaker/featureGroup:FeatureGroup",
)


@rule(
    severity=Severity.LOW,
    types=STORES,
    profiles=(Profile.ML,),
    controls=Controls(
        gdpr="30",
        ai_act="10(2)(a) 10(2)(b)",
        ai_rmf=("MAP 2.3", "MAP 4.1", "GOVERN 1.6"),
        iso_42001="A.4.3 A.7.3 A.7.5",
    ),
)
def ml_dataset_tags_complete(store: Resource) -> Findings:
    holds = is_for(store, *DATASETS)
    single = is_tagged(store, PURPOSE, "dataset")
    findings = store.require(~holds | is_classified(store, *CLASSES), classification(store))
    for key, needed in (
        ("owner", holds),
        ("source", single),
        ("retention-days", single),
        ("legal-basis", single & is_classified(store, *PERSONAL)),
    ):
        findings += store.require(~needed | tag(store, key).is_set(), f"tags.{key}", f"the tag {key} is missing")
    return findings
