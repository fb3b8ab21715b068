"""What a stack's file says of where the stack lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.engines.official.settings import StackSettings
from cli.errors import UsageError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: python\nstackConfigDir: stacks\n")
    (tmp_path / "stacks").mkdir()
    return tmp_path


def read(root: Path, text: str) -> StackSettings:
    (root / "stacks" / "Pulumi.prod.yaml").write_text(text)
    return StackSettings.read(root, "organization/x/prod")


def test_everything_is_read(root: Path) -> None:
    settings = read(
        root,
        "secretsprovider: awskms://alias/x\n"
        "config:\n"
        "  aws:region: eu-central-1\n"
        "  aws:profile: mlops\n"
        "  aws:assumeRoles: [{roleArn: 'arn:aws:iam::1:role/a'}, {roleArn: 'arn:aws:iam::2:role/b'}]\n"
        "  x:token: {secure: abc}\n",
    )
    assert settings == StackSettings(
        file=root / "stacks" / "Pulumi.prod.yaml",
        region="eu-central-1",
        profile="mlops",
        role="arn:aws:iam::2:role/b",
        secrets_provider="awskms://alias/x",
        has_secrets=True,
    )


@pytest.mark.parametrize("text", ["", "config:\n", "- a list\n", "config: [1]\nsecretsprovider: 3\n"])
def test_what_it_does_not_say_is_left_open(root: Path, text: str) -> None:
    settings = read(root, text)
    assert (settings.region, settings.profile, settings.role) == (None, None, None)
    assert (settings.secrets_provider, settings.has_secrets) == ("", False)


def test_a_salt_means_a_passphrase_and_one_role_is_enough(root: Path) -> None:
    settings = read(root, "encryptionsalt: v1:x\nconfig: {'aws:assumeRole': {roleArn: 'arn:aws:iam::1:role/a'}}\n")
    assert (settings.secrets_provider, settings.role) == ("passphrase", "arn:aws:iam::1:role/a")


def test_a_file_that_is_no_yaml_is_named(root: Path) -> None:
    with pytest.raises(UsageError, match=r"Pulumi\.prod\.yaml: is not YAML"):
        read(root, "config: [")


def test_a_stack_without_a_file_is_told_which_there_are(root: Path) -> None:
    read(root, "")
    with pytest.raises(UsageError, match=r"there is no stack 'dev': .* stacks: prod"):
        StackSettings.read(root, "dev")
