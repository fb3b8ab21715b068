"""What all of IAM's types share: they are the account's and lie in no region."""

from __future__ import annotations

from sandbox.providers.aws.resource import Resource


class Iam(Resource):
    """Base of IAM's types."""

    service = "iam"
    regional = False
