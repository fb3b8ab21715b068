"""A new passphrase: state and stack file are encrypted anew; the file keeps its comments and its order."""

from __future__ import annotations

import pytest
import yaml

from engine.errors import ConfigError, PassphraseError
from engine.passphrase import PassphraseRefused, change_passphrase
from engine.secrets import Crypter
from protocol.values import Secret
from tests.engine.small_project import PASSPHRASE, QUEUES, SmallProject

NEW = "another passphrase"


def test_everything_opens_with_the_new_one_and_nothing_with_the_old(small: SmallProject) -> None:
    before = (small.folder / "Pulumi.dev.yaml").read_text()
    changed = change_passphrase([small.stack("dev")], NEW, print)
    assert changed == [small.folder / "Pulumi.dev.yaml"]
    assert [one.outputs for one in small.snapshot("dev", NEW).resources[1:]] == [
        {"token": Secret(f"secret of {name}")} for name in QUEUES
    ]
    assert small.stack("dev", NEW).config["small:token"] == "config of dev"
    assert small.stack("dev", NEW).file.salt == small.snapshot("dev", NEW).salt
    with pytest.raises(PassphraseError, match="incorrect passphrase"):
        small.snapshot("dev")
    with pytest.raises(PassphraseError, match="incorrect passphrase"):
        _ = small.stack("dev").config
    old, new = yaml.safe_load(before), yaml.safe_load((small.folder / "Pulumi.dev.yaml").read_text())
    assert old["config"]["small:token"] != new["config"]["small:token"]
    assert small.stack("prod").config["small:token"] == "config of prod", "other stacks keep theirs"


def test_comments_order_and_line_ends_stay(small: SmallProject) -> None:
    crypter = Crypter.create(PASSPHRASE)
    first, second = crypter.encrypt("one"), crypter.encrypt("two")
    lines = [
        "# the stack of the team",
        "config:",
        "  small:b:  # why",
        f"    secure: {first}",
        "  small:a: plain",
        f"  small:c: {{list: [{{secure: '{second}'}}], again: {{secure: \"{first}\"}}}}",
        f"encryptionsalt: {crypter.salt}",
        "",
    ]
    path = small.folder / "Pulumi.prod.yaml"
    path.write_bytes("\r\n".join(lines).encode())
    change_passphrase([small.stack("prod")], NEW, print)
    after = path.read_bytes().decode().split("\r\n")
    assert [line for line in after if "v1:" not in line] == [line for line in lines if "v1:" not in line]
    assert len(after) == len(lines)
    assert small.stack("prod", NEW).config == {
        "small:b": "one",
        "small:a": "plain",
        "small:c": '{"again":"one","list":["two"]}',
    }
    assert not any(old in path.read_text() for old in (first, second, crypter.salt))


@pytest.mark.parametrize("new", ["", " leading", "trailing\n", "\t"])
def test_what_would_not_come_back_from_a_file_is_refused(small: SmallProject, new: str) -> None:
    with pytest.raises(PassphraseRefused, match="must not be empty, nor begin or end with white space"):
        change_passphrase([small.stack("dev")], new, print)


def test_a_wrong_present_passphrase_changes_nothing(small: SmallProject) -> None:
    before = (small.folder / "Pulumi.dev.yaml").read_text()
    with pytest.raises(PassphraseError, match="incorrect passphrase"):
        change_passphrase([small.stack("dev", "wrong")], NEW, print)
    assert (small.folder / "Pulumi.dev.yaml").read_text() == before
    assert small.queues("dev") == list(QUEUES)


def test_one_stack_of_another_passphrase_stops_all(small: SmallProject) -> None:
    crypter = Crypter.create("of prod alone")
    (small.folder / "Pulumi.prod.yaml").write_text(f"encryptionsalt: {crypter.salt}\n")
    with pytest.raises(PassphraseError, match="incorrect passphrase"):
        change_passphrase([small.stack("dev"), small.stack("prod")], NEW, print)
    assert small.queues("dev") == list(QUEUES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("config:\n  small:a:\n    secure: {secret}\n", "holds encrypted values, but no encryptionsalt"),
        (
            'config:\n  small:a:\n    secure: "{half}\\\n      {rest}"\nencryptionsalt: {salt}\n',
            "is not written in one piece; write it in one line",
        ),
        ("config:\n  small:a:\n    secure: v1:AAAA:AAAA\nencryptionsalt: {salt}\n", "a secret cannot be decrypted"),
        ("config: [\n", "line 2, column 1"),
    ],
)
def test_a_stack_file_that_cannot_be_encrypted_anew_says_why(small: SmallProject, text: str, message: str) -> None:
    crypter = Crypter.create(PASSPHRASE)
    secret = crypter.encrypt("x")
    filled = {"secret": secret, "half": secret[:30], "rest": secret[30:], "salt": crypter.salt}
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value)
    path = small.folder / "Pulumi.prod.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"Pulumi\.prod\.yaml") as refused:
        change_passphrase([small.stack("prod")], NEW, print)
    assert message in str(refused.value)
    assert path.read_text() == text


def test_a_stack_without_secrets_keeps_its_file(small: SmallProject) -> None:
    path = small.folder / "Pulumi.prod.yaml"
    path.write_text("config:\n  small:a: plain\n")
    assert change_passphrase([small.stack("prod")], NEW, print) == []
    assert path.read_text() == "config:\n  small:a: plain\n"
