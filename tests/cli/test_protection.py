"""What is protected stops a destroy, which says how to go on."""

from __future__ import annotations

import pytest

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.cli.guarded import guard

pytestmark = pytest.mark.slow


def test_it_is_refused_with_all_that_is_protected_and_the_ways_on(fresh: Small) -> None:
    guarded = guard(fresh)
    refused = guarded.strata("destroy", "--sandbox", "--yes")
    assert (refused.returncode, refused.stdout) == (ExitCode.FAILED, "")
    assert refused.stderr == (
        "error: dev: 2 of what would go are protected, so nothing was deleted\n"
        "  aws:kms:Key key\n"
        "  aws:s3:Bucket data\n"
        "ways on:\n"
        "  strata destroy dev --sandbox --keep data  # leaves the data, and all that it needs\n"
        '  strata destroy dev --sandbox --override-protection "REASON"  # deletes them; who, when and why is recorded\n'
    )
    rest = guarded.strata("destroy", "--sandbox", "--yes", "--keep", "data")
    assert "error: dev: 1 of what would go are protected, so nothing was deleted\n  aws:kms:Key key\n" in rest.stderr
    assert "--keep data --override-protection" in rest.stderr
