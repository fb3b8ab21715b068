"""The errors of the package are one family, as its docstring draws it."""

from __future__ import annotations

import re

from scaffold import errors


def test_every_error_is_drawn_and_one_of_the_family() -> None:
    drawn = re.findall(r"^(?:[├└]── )?(\w+)", str(errors.__doc__).partition("\n\n")[2], re.MULTILINE)
    family = [errors.ScaffoldError, *errors.ScaffoldError.__subclasses__()]
    assert sorted(drawn) == sorted(error.__name__ for error in family)
