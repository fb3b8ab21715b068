"""What is unknown or secret is understood as that, however it is written."""

from __future__ import annotations

from typing import Any

import pytest

from policies.inputs.values import understand
from policies.node import UNKNOWN, Secret

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"unknown": True}, UNKNOWN),
        ({"unknown": True, "other": 1}, {"unknown": True, "other": 1}),
        ("04da6b54-80e4-46f7-96ec-b56ff0331ba9", UNKNOWN),
        ("[secret]", Secret(UNKNOWN)),
        ({SIGNATURE: SECRET, "ciphertext": "v1:a:b"}, Secret(UNKNOWN)),
        ({SIGNATURE: SECRET, "value": ["x"]}, Secret(["x"])),
        ({SIGNATURE: OUTPUT, "value": 3, "dependencies": []}, 3),
        ({SIGNATURE: OUTPUT, "secret": True, "value": 3}, Secret(3)),
        ({SIGNATURE: OUTPUT}, UNKNOWN),
        ({SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "path": "a"}, {"path": "a"}),
        ({"ports": [443.0, -0.0, 1e300]}, {"ports": [443, 0, int(1e300)]}),
        ({"a": [{"unknown": True}, None, 1.5]}, {"a": [UNKNOWN, None, 1.5]}),
    ],
)
def test_it_is_understood(written: Any, meant: Any) -> None:
    assert repr(understand(written)) == repr(meant)
