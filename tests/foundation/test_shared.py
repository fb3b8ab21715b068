"""Something shared goes with the last environment that needs it."""

from __future__ import annotations

from foundation import Change
from foundation.guard import Guard
from tests.foundation.conftest import Place


def test_it_knows_who_needs_it(place: Place) -> None:
    dev, prod = Guard(place.names("dev")), Guard(place.names("prod"))
    dev.create()
    assert [one.aspect for one in prod.look()] == ["needed by"]
    list(prod.apply())
    assert dev.others() == {"strata-prod": "eu-central-1"}
    (difference,) = dev.remove()
    assert (difference.change, difference.note) == (Change.RELEASE, "stays: strata-prod needs it")
    assert (dev.others(), prod.others()) == ({"strata-prod": "eu-central-1"}, {})
    (again,) = dev.look_for_removal()
    assert again.change is Change.LEAVE
    (last,) = prod.remove()
    assert last.change is Change.REMOVE
    assert not prod.exists()
