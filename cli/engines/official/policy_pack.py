"""The policies of a stack for the official engine: a pack of its own, for as long as an operation runs."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import yaml

from cli.policy import SECTION, WAIVERS
from cli.workspace import stack_folder

PACK: Final = "stack"
PROGRAM: Final = f"""from policies.analyzer import serve

serve("{PACK}")
"""


@contextmanager
def policy_pack(root: Path, stack: str) -> Iterator[Path | None]:
    """The folder of a pack that holds a stack to its settings and waivers; None if these know no policies.

    Its program runs in the Python that this process runs in, which has the rules.

    Args:
        root: the project's folder.
        stack: the stack's name.
    """
    files = (root / "Pulumi.yaml", stack_folder(root) / f"Pulumi.{stack}.yaml")
    if not any(SECTION in file.read_text(encoding="utf-8") for file in files):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="strata-policies-") as folder:
        pack = Path(folder)
        runtime = {"name": "python", "options": {"virtualenv": sys.prefix}}
        (pack / "PulumiPolicy.yaml").write_text(yaml.safe_dump({"name": PACK, "version": "0.1.0", "runtime": runtime}))
        (pack / "__main__.py").write_text(PROGRAM)
        if (waivers := stack_folder(root) / WAIVERS).exists():
            shutil.copyfile(waivers, pack / WAIVERS)
        yield pack
