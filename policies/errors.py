"""What ends a check before it begins: the input is wrong, which is the user's to mend."""

from __future__ import annotations


class InputError(Exception):
    """What was given cannot be checked; the message names the place, what is there, and what is expected."""
