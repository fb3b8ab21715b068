"""The account itself blocks public access to every bucket in it, with all four switches on.

Why: a bucket made by hand, or by a stack that no policy checks, is public as soon as somebody makes it so.
Fix: add an `s3.AccountPublicAccessBlock` with all four arguments true to the stack that sets up the account.
"""

from policies.facts.accounts import sets_up_an_account
from policies.facts.public_access import require_all
from policies.finding import Findings
from policies.rule import Severity, stack_rule
from policies.stack import Stack
from policies.standards import Controls
from policies.truth import Truth

BLOCKS = ("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",)


@stack_rule(
    severity=Severity.CRITICAL,
    controls=Controls(
        cis_aws_3="2.1.4",
        cis_aws_4="2.1.4",
        fsbp="S3.1",
    ),
)
def s3_account_public_access_block(stack: Stack) -> Findings:
    blocks = list(stack.of(*BLOCKS))
    if not blocks and sets_up_an_account(stack):
        return stack.require(Truth.FALSE, "sets up an account without such a block")
    return [found for one in blocks for found in require_all(one, one.root, default=False)]
