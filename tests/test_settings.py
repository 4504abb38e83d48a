"""The settings: one file, the environment before it, and a fault is told by its key."""

import re
from pathlib import Path

import pytest

from mailflow.desk.terms import Impact, Priority, Urgency
from mailflow.sample import sample
from mailflow.settings import SettingsError, load

LEAST = """
[desk]
name = "Example Support"
address = "support@example.org"
prefix = "MF"
language = "en"
undo_seconds = 30

[imap]
host = "127.0.0.1"
port = 143
tls = "none"
user = "support"
password = "secret"

[smtp]
host = "127.0.0.1"
port = 25
tls = "none"

[store]
url = "sqlite:///mailflow.db"

[[agents]]
address = "Bo@example.org"
name = "Bo"
tier = 1
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for mailflow.toml, from where the program is started."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mailflow.toml"


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_the_least_that_runs_is_what_the_contract_says(file: Path) -> None:
    settings = load(write(file, LEAST))
    assert settings.desk.name == "Example Support"
    assert [each.key for each in settings.all_mailboxes] == ["support@127.0.0.1/INBOX"]
    assert settings.agents[0].address == "bo@example.org"
    assert settings.rules.priority_of(Impact.HIGH, Urgency.HIGH) is Priority.P1


def test_without_a_name_the_file_here_is_read(file: Path) -> None:
    write(file, LEAST)
    assert load().desk.address == "support@example.org"


def test_paths_are_taken_from_the_files_folder(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = LEAST.replace('password = "secret"', 'password_file = "imap.secret"')
    write(file, text + '\n[model]\nfolder = "kept"\n')
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    settings = load(file)
    assert settings.store.url == f"sqlite:///{tmp_path / 'mailflow.db'}"
    assert settings.imap
    assert settings.imap.password_file == str(tmp_path / "imap.secret")
    assert settings.model.folder == str(tmp_path / "kept")


def test_the_environment_goes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILFLOW_IMAP__PASSWORD", "from outside")
    monkeypatch.setenv("MAILFLOW_DESK__UNDO_SECONDS", "7")
    settings = load(write(file, LEAST))
    assert settings.imap
    assert (settings.imap.password, settings.desk.undo_seconds) == ("from outside", 7)
    assert settings.imap.user == "support"


def test_the_environment_alone_will_do(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILFLOW_DESK__ADDRESS", "support@example.org")
    assert load().desk.address == "support@example.org"


def test_more_mailboxes_rules_and_caps_can_be_set(file: Path) -> None:
    text = LEAST + (
        '\n[[mailboxes]]\nhost = "mail.example.org"\nuser = "sales"\npassword = "x"\n'
        '\n[caps]\nten_minutes = 3\n\n[rules]\nsilence_after_days = 9\nreopen_within = "P7D"\n'
    )
    settings = load(write(file, text))
    assert [each.user for each in settings.all_mailboxes] == ["support", "sales"]
    assert (settings.caps.ten_minutes, settings.rules.silence_after_days) == (3, 9)
    assert settings.rules.reopen_within.days == 7


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("address = ", "addres = "), "desk.addres"),
        (('tls = "none"\nuser', 'tls = "ssl"\nuser'), "imap.tls"),
        (("port = 25", 'port = "smtp"'), "smtp.port"),
        (("undo_seconds = 30", "undo_seconds = soon"), "mailflow.toml"),
        (('address = "support@example.org"\n', ""), "[desk] address"),
        (('language = "en"', 'language = "fr"'), "desk.language"),
        (("[store]", "[stoer]"), "stoer"),
        (('address = "support@example.org"', 'address = "support at example.org"'), "desk.address"),
        (("undo_seconds", 'aliases = ["help@example.org", "Help <desk@x>"]\nundo_seconds'), "desk.aliases.1"),
        (("undo_seconds", 'zone = "Mars/Phobos"\nundo_seconds'), "desk.zone: unknown time zone 'Mars/Phobos'"),
        (("undo_seconds", 'zone = ""\nundo_seconds'), "desk.zone"),
        (("undo_seconds", 'alert_patterns = ["(?P<host>"]\nundo_seconds'), "is no regular expression"),
        (("undo_seconds", 'alert_patterns = ["ALARM .*"]\nundo_seconds'), "must name what is wrong"),
        (('prefix = "MF"', 'prefix = "MF"\ndigest_at = "noon"'), "desk.digest_at"),
        (("tier = 1", "tier = 1\naway_until = 2026-12-01"), "agents.0"),
        (('prefix = "MF"', 'prefix = "M F"'), "desk.prefix"),
        (('prefix = "MF"', 'prefix = "MF-"'), "desk.prefix"),
        (('address = "Bo@example.org"', 'address = "Bo"'), "agents.0: address"),
        (("tier = 1", "tier = 4"), "agents.0: tier"),
        (("tier = 1", 'language = "fr"'), "agents.0: language"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_fault_is_told_by_its_key_and_shows_no_secret(file: Path, change: tuple[str, str], told: str) -> None:
    with pytest.raises(SettingsError) as error:
        load(write(file, LEAST.replace(*change)))
    assert told in str(error.value)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_no_file_says_how_to_make_one(file: Path) -> None:
    with pytest.raises(SettingsError, match="mailflow init"):
        load()
    with pytest.raises(SettingsError, match="no such file"):
        load(file)


def test_two_servers_on_one_host_are_two_mailboxes_and_the_usual_port_is_not_told(file: Path) -> None:
    """The name stands in the store beside each mail: a UID of the one must not hide that of the other."""
    text = LEAST
    for port, tls in ((993, "tls"), (1143, "none"), (2143, "none")):
        text += f'\n[[mailboxes]]\nhost = "127.0.0.1"\nport = {port}\ntls = "{tls}"\nuser = "support"\n'
    keys = [each.key for each in load(write(file, text)).all_mailboxes]
    usual = "support@127.0.0.1/INBOX"
    assert keys == [usual, usual, "support@127.0.0.1:1143/INBOX", "support@127.0.0.1:2143/INBOX"]


def test_secrets_are_not_shown(file: Path) -> None:
    assert "sesame" not in repr(load(write(file, LEAST.replace('"secret"', '"open sesame"'))))


def test_the_sample_that_init_writes_can_be_loaded_and_shows_every_key(file: Path) -> None:
    settings = load(write(file, sample()))
    assert settings.desk.name == "Example Support"
    text = sample()
    for key in ("undo_seconds", "authserv_id", "token_command", "max_bytes", "connections", "ten_minutes", "level"):
        assert f"{key} = " in text


def test_every_default_that_the_sample_shows_is_the_default(file: Path) -> None:
    plain = load(write(file, sample()))
    shown = load(write(file, re.sub(r"^# (\w+ = )", r"\1", sample(), flags=re.MULTILINE)))
    assert shown.model_dump() == plain.model_dump()
