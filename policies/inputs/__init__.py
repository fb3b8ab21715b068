"""Where resources to check come from: states, previews, manifests, plain lists."""

from __future__ import annotations


class InputError(Exception):
    """What was given cannot be checked; the message names the place, what is there, and what is expected."""
