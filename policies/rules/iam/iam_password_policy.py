"""The account's password policy demands length, all kinds of characters, renewal, and no reuse.

Why: a password that can be guessed, or that leaked years ago, is all that stands before the console.
Fix: set `minimum_password_length` to 14 or more, the four `require_…` to true, `password_reuse_prevention` to 24 and
`max_password_age` to 90 or less.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

KINDS = ("requireLowercaseCharacters", "requireNumbers", "requireSymbols", "requireUppercaseCharacters")


@rule(
    severity=Severity.MEDIUM,
    types=("aws:iam/accountPasswordPolicy:AccountPasswordPolicy",),
    controls=Controls(
        cis_aws_3="1.8 1.9",
        cis_aws_4="1.8 1.9",
        fsbp="IAM.10 IAM.7",
        gdpr="25",
    ),
)
def iam_password_policy(policy: Resource) -> Findings:
    length, reuse, age = (policy[key] for key in ("minimumPasswordLength", "passwordReusePrevention", "maxPasswordAge"))
    findings = [finding for kind in KINDS for finding in policy.require(policy[kind].is_true(), policy[kind])]
    findings += policy.require(length.at_least(14), length)
    findings += policy.require(reuse.at_least(24), reuse)
    return findings + policy.require(age.at_least(1) & age.at_most(90), age)
