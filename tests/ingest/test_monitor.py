"""The mails of common monitors in their default forms: which check of which host, and whether it is bad or well."""

import re

import pytest

from mailflow.ingest.machines.monitor import Alert, AlertWord, find_alert
from mailflow.mail import Address, Mail

SOURCE = "nagios@example.org"
PROBLEM, OVER, FLAPPING, BESIDE = AlertWord.PROBLEM, AlertWord.OVER, AlertWord.FLAPPING, AlertWord.BESIDE
NAGIOS_TEXT = (
    "***** Nagios *****\n\nNotification Type: {}\n\nService: HTTP\nHost: web1\nAddress: 192.0.2.1\nState: CRITICAL"
)
ZABBIX_TEXT = (
    "Problem started at 10:01:02 on 2026.06.08\nProblem name: High CPU\nHost: web1\nSeverity: High\n"
    "Original problem ID: 77"
)


def mail(subject: str, text: str = "") -> Mail:
    sender = Address(address=SOURCE)
    return Mail(
        message_id="a@example.org", subject=subject, sender=sender, identity=SOURCE, to=(), cc=(), reply_to=(),
        date=None, in_reply_to=(), references=(), headers=(), text=text, plain=text, html="", attachments=(),
        defects=(),
    )  # fmt: skip


def told(subject: str, text: str = "") -> tuple[str, str, AlertWord] | None:
    alert = find_alert(mail(subject, text))
    return None if alert is None else (alert.host, alert.check, alert.word)


@pytest.mark.parametrize(
    ("subject", "text", "expected"),
    [
        ("** PROBLEM Service Alert: web1/HTTP is CRITICAL **", "", ("web1", "HTTP", PROBLEM)),
        ("** RECOVERY Service Alert: web1/HTTP is OK **", "", ("web1", "HTTP", OVER)),
        ("** PROBLEM Host Alert: web1 is DOWN **", "", ("web1", "", PROBLEM)),
        ("** RECOVERY Host Alert: web1 is UP **", "", ("web1", "", OVER)),
        ("** ACKNOWLEDGEMENT Service Alert: web1/HTTP is CRITICAL **", "", ("web1", "HTTP", BESIDE)),
        ("** FLAPPINGSTART Service Alert: web1/HTTP is CRITICAL **", "", ("web1", "HTTP", FLAPPING)),
        ("** FLAPPINGSTOP Service Alert: web1/HTTP is OK **", "", ("web1", "HTTP", BESIDE)),
        ("Our own subject", NAGIOS_TEXT.format("PROBLEM"), ("web1", "HTTP", PROBLEM)),
        ("Our own subject", NAGIOS_TEXT.format("RECOVERY"), ("web1", "HTTP", OVER)),
        ("[PROBLEM] disk /var on db2 is CRITICAL!", "", ("db2", "disk /var", PROBLEM)),
        ("[RECOVERY] disk /var on db2 is OK!", "", ("db2", "disk /var", OVER)),
        ("[PROBLEM] Host db2 is DOWN!", "", ("db2", "", PROBLEM)),
        ("PROBLEM - db2 - disk is CRITICAL", "", ("db2", "disk", PROBLEM)),
        ("RECOVERY - db2 is UP", "", ("db2", "", OVER)),
        ("Check_MK: sw3/Interface 4 OK -> CRIT", "", ("sw3", "Interface 4", PROBLEM)),
        ("Check_MK: sw3/Interface 4 CRIT -> OK", "", ("sw3", "Interface 4", OVER)),
        ("Checkmk: sw3 - UP -> DOWN", "", ("sw3", "", PROBLEM)),
        ("Check_MK: sw3 - DOWN -> UP", "", ("sw3", "", OVER)),
        ("Check_MK: sw3/Interface 4 Flapping Started", "", ("sw3", "Interface 4", FLAPPING)),
        ("Problem: High CPU", ZABBIX_TEXT, ("web1", "High CPU", PROBLEM)),
        ("Resolved in 5m 3s: High CPU", ZABBIX_TEXT, ("web1", "High CPU", OVER)),
        ("Updated problem in 2m: High CPU", ZABBIX_TEXT, ("web1", "High CPU", BESIDE)),
        ("[FIRING:1] HighLatency (web1:9100 node critical)", "", ("", "HighLatency", PROBLEM)),
        ("[FIRING:2] HighLatency (node critical)", "", ("", "HighLatency", PROBLEM)),
        ("[RESOLVED] HighLatency (web1:9100 node critical)", "", ("", "HighLatency", OVER)),
        ("[FIRING:1, RESOLVED:1] HighLatency (node)", "", ("", "HighLatency", PROBLEM)),
        ("[Alerting] Latency of the shop", "", ("", "Latency of the shop", PROBLEM)),
        ("[OK] Latency of the shop", "", ("", "Latency of the shop", OVER)),
        ("[No Data] Latency of the shop", "", ("", "Latency of the shop", PROBLEM)),
        ("[Shop] [🔴 Down] connect ECONNREFUSED 192.0.2.7:443", "", ("", "Shop", PROBLEM)),
        ("[Shop] [✅ Up] 200 - OK", "", ("", "Shop", OVER)),
        ("Your invoice for June", "Host: none of ours", None),
        ("Problem with my printer", "", None),
        ("", "", None),
    ],
)
def test_alerts_are_read(subject: str, text: str, expected: tuple[str, str, AlertWord] | None) -> None:
    assert told(subject, text) == expected


def test_the_key_is_the_same_however_it_is_written() -> None:
    first = Alert(source=SOURCE, host="Web1", check="HTTP  check", word=PROBLEM)
    assert first.key == Alert(source=SOURCE, host="web1", check="http check", word=OVER).key
    assert first.key != Alert(source="zabbix@example.org", host="web1", check="http check", word=OVER).key


def test_an_admin_may_teach_another_form() -> None:
    pattern = re.compile(r"ALARM (?P<host>\w+): (?P<check>\w+) (?:bad|(?P<over>good))")
    bad = find_alert(mail("ALARM boiler: pressure bad"), [pattern])
    well = find_alert(mail("x", "ALARM boiler: pressure good"), [pattern])
    assert bad == Alert(source=SOURCE, host="boiler", check="pressure", word=PROBLEM)
    assert well is not None
    assert (well.word, well.key) == (OVER, bad.key)
