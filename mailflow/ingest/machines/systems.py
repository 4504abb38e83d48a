"""Which machine wrote or marked a mail, by headers, sender and subject: tables, and a look-up for each reason word.

What the word means for the mail is decided in `guard`; automatic replies and bounces have files of their own.
"""

import re

from mailflow.ingest.parsing.mime import Entity
from mailflow.mail import Mail

TICKET_SYSTEMS = {
    "x-jira-fingerprint": "Jira",
    "x-zendesk-from-account-id": "Zendesk",
    "x-zendesk-priority-mail": "Zendesk",
    "x-otrs-loop": "OTRS, Znuny",
    "x-rt-loop-prevention": "RT",
    "x-rt-originator": "RT",
    "rt-originator": "RT",
    "x-zammad-ticket-id": "Zammad",
    "x-freshdesk-ticket-id": "Freshdesk",
    "x-fd-ticket-id": "Freshdesk",
    "x-freescout-mail-type": "FreeScout",
    "x-servicenow-generated": "ServiceNow",
    "x-servicenow-sysemail-version": "ServiceNow",
    "x-redmine-host": "Redmine",
    "x-glpi-itemtype": "GLPI",
    "x-github-reason": "GitHub",
    "x-gitlab-notificationreason": "GitLab",
    "x-bugzilla-reason": "Bugzilla",
    "x-roundup-loop": "Roundup",
    "x-trac-ticket-id": "Trac",
    "x-libredesk-loop-prevention": "Libredesk",
    "x-helpscout-loop": "Help Scout",
    "x-sfdc-emailcategory": "Salesforce",
    "x-kayako-ticket-id": "Kayako",
    "x-topdesk-card-id": "TOPdesk",
}
"""Headers that other desks and trackers put on what they send, and which one does."""

SPAM_MARKS = {
    "x-spam-flag": r"yes|true",
    "x-spam-status": r"yes\b",
    "x-spam": r"yes|spam",
    "x-rspamd-action": r"reject|add.header|rewrite.subject|quarantine",
    "x-ms-exchange-organization-scl": r"[5-9]$",
    "x-forefront-antispam-report": r".*\b(?:SFV:(?:SPM|SKB|SKS)|SCL:[5-9])\b",
    "x-forefront-antispam-report-untrusted": r".*\bSFV:SPM\b",
    "x-barracuda-spam-flag": r"yes",
    "x-dspam-result": r"spam",
    "x-bogosity": r"(?:spam|yes)\b",
    "x-klms-antispam-status": r"spam",
    "x-mailscanner-spamcheck": r"spam\b",
    "x-spamprobe": r"spam",
    "x-proofpoint-spam-details": r"rule=\S*(?<!not)spam\b",
}
"""How mail servers mark spam: header, and the beginning of its value (SpamAssassin, rspamd, Exchange, and others)."""

CAMPAIGNS = frozenset(
    {
        "list-unsubscribe-post",
        "x-campaign",
        "x-campaign-id",
        "x-campaignid",
        "x-mc-user",
        "x-csa-complaints",
        "x-mailgun-campaign-id",
        "x-newsletter",
        "x-mailing-id",
        "x-sib-id",
        "x-mailerlite-id",
    }
)
"""Headers of those who send one letter to many (RFC 8058, and the large senders' own)."""

_ROBOT_WORDS = ("auto", "vacation", "office")
_ROBOT_NAME = re.compile(
    r"x-(?:[a-z]+-)?(?:auto-?(?:reply|repl|respon|answer|generat|submitted|notif)|vacation|out-?of-?office)"
)
_ROBOT_EXCEPTIONS = frozenset({"x-auto-response-suppress", "x-autoreply-suppress"})
_ROBOT_VALUES = {
    "x-fc-machinegenerated": r"true",
    "delivered-to": r".*autoresponder",
    "x-amazon-mail-relay-type": r"notification",
    "x-ms-exchange-generated-message-source": r"mailbox rules agent|antispam|transport",
    "x-mailer": r".*(?:vacation|auto-?respond|auto-?reply)",
    "x-failed-recipients": r"",
    "x-ricevuta": r"",
}
_MONITORS = re.compile(
    r"(?:nagios|icinga2?|naemon|centreon|zabbix|check_?mk|omd|alertmanager|prometheus|grafana|monit|munin|prtg|zenoss"
    r"|librenms|observium|uptime-?robot|pingdom|statuscake|datadog|pagerduty|opsgenie|newrelic|smartd|mdadm|fail2ban"
    r"|logwatch|cron(?:-?daemon)?)(?:[-_.+]\w{1,20})?",
    re.IGNORECASE,
)
_WATCHERS = re.compile(
    r"(?:root|alerts?|monitor(?:ing)?|backup|notifications?"
    r"|no-?reply)(?:[-_.+]\w{1,20})?",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\b(?:problem|recover\w*|critical|warning|down|up|ok|alert\w*|firing|resolved|fail\w*|error|acknowledgement"
    r"|unknown)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"cron <|logwatch for |anacron job|\*\* (?:problem|recovery|acknowledgement|flapping|downtime)"
    r"|\[(?:firing|alerting|resolved"
    r"|ok|no data)(?::\d+)?\]|(?:problem|resolved)(?: in \S+)?: |monit alert|smart error"
    r"|(?:degradedarray|fail) event|\[prtg ",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"please confirm (?:your|that you|this|delivery of your)\b.{0,30}\b(?:mail|message|e-?mail|sender|address|human)"
    r"|(?:confirmation|verification|action) (?:required|needed|request)"
    r"|(?:sender|e-?mail) (?:verification|confirmation)"
    r"|\(action required\)|confirm your (?:e-?mail|message)|(?:bitte )?bestätigen sie"
    r"|bestätigung (?:erforderlich|ihrer)"
    r"|kérjük,? erősítse meg|megerősítés szükséges|confirmez|confirme (?:su|seu)|confirma|conferma",
    re.IGNORECASE,
)
_HELD_BACK = re.compile(
    r"(?:has not|not yet) been delivered|(?:is|are|been|being) (?:held|quarantined)|anti-?spam"
    r"|spam ?(?:arrest|filter|protection)"
    r"|(?:that you are|you're|you are) (?:a )?(?:human|real|person|not a (?:robot|spammer))|pre-?approved|white-?list"
    r"|challenge|spamschutz|spam-?szűrő|kézbesítéséhez|antispam|allowed senders|guest list",
    re.IGNORECASE,
)
_READ = re.compile(
    r"(?:not )?(?:read|displayed|return receipt|read receipt|deleted)\s?[:(]|(?:read|return) receipt"
    r"|(?:un)?gelesen\s?:|nicht gelesen\s?:"
    r"|lesebestätigung|olvasva\s?:|elolvasva\s?:|olvasatlan\s?:|olvasási (?:visszaigazolás|igazolás)|(?:non )?lu\s?:"
    r"|accusé de lecture|(?:no )?le[ií]do\s?:|confirmación de lectura|(?:non )?letto\s?:|conferma di lettura"
    r"|(?:não )?lida?\s?:"
    r"|(?:niet )?gelezen\s?:|leesbevestiging|przeczytan[oe]\s?:|potwierdzenie przeczytania|přečteno\s?:"
    r"|potvrzení o přečtení"
    r"|citit\s?:|läst\s?:|læst\s?:|lest\s?:|luettu\s?:|прочитано\s?:|прочтено\s?:|okundu\s?:|已读\s?[:：]"
    r"|已讀\s?[:：]|開封済み\s?[:：]|읽음\s?:",
    re.IGNORECASE,
)
_WAS_READ = re.compile(
    r"(?:was|has been) (?:read|displayed|opened|deleted)|return receipt for|this is a (?:read|return) receipt"
    r"|wurde (?:am |um )?[^\n]{0,40}"
    r"(?:gelesen|angezeigt|gelöscht)|(?:elolvasták|elolvasta|olvasták|megjelenítették|olvasva)|a été (?:lu|affiché)"
    r"|fue leído|se (?:leyó|ha leído)"
    r"|(?:è stato|è stata) lett|foi lid|is gelezen|została (?:przeczytana|wyświetlona)|byla (?:přečtena|zobrazena)"
    r"|a fost citit"
    r"|(?:lästes|har lästs)|(?:blev|er) (?:læst|lest)|on luettu|был[ао]? прочита|було прочитано|okundu"
    r"|已(?:被)?(?:阅读|读取|閱讀)|開封され|읽었습니다",
    re.IGNORECASE,
)
_METHOD = re.compile(rb"^METHOD[^:\r\n]{0,40}:\s{0,4}([A-Za-z]{1,20})", re.IGNORECASE | re.MULTILINE)
_CALENDAR = frozenset({"text/calendar", "application/ics"})
_HEAD = 2000
_CALENDAR_HEAD = 4000
_DEPTH = 4


def is_robots(headers: dict[str, str]) -> bool:
    """True if a header says that a program answered by itself."""
    if any(re.match(value, headers[name].strip().lower()) for name, value in _ROBOT_VALUES.items() if name in headers):
        return True
    named = [name for name in headers if name.startswith("x-") and any(word in name for word in _ROBOT_WORDS)]
    return any(
        _ROBOT_NAME.match(name) and headers[name].strip().lower() not in ("no", "false", "")
        for name in named
        if name not in _ROBOT_EXCEPTIONS
    )


def is_marked_as_spam(headers: dict[str, str]) -> bool:
    """True if the mail server took it for spam."""
    return any(
        re.match(mark, headers[name].strip(), re.IGNORECASE) for name, mark in SPAM_MARKS.items() if name in headers
    )


def is_ticket_systems(headers: dict[str, str]) -> bool:
    """True if another desk or tracker sent it."""
    return any(headers.get(name, "no").lower() != "no" for name in TICKET_SYSTEMS)


def is_newsletter(headers: dict[str, str]) -> bool:
    """True if it is one of many copies of a letter, and not a discussion (RFC 2369)."""
    return not CAMPAIGNS.isdisjoint(headers) and "list-post" not in headers


def is_monitors(mail: Mail, headers: dict[str, str]) -> bool:
    """True if a program that watches others sent it."""
    if "x-cron-env" in headers:
        return True
    local = mail.sender.address.partition("@")[0] if mail.sender else ""
    if _MONITORS.fullmatch(local):
        return bool(_STATE.search(mail.subject) or _NOTICE.match(mail.subject))
    return bool(_WATCHERS.fullmatch(local) and _NOTICE.match(mail.subject))


def is_challenge(mail: Mail) -> bool:
    """True if a filter asks the sender to prove that they are a person."""
    return bool(_CHALLENGE.search(mail.subject) and _HELD_BACK.search(mail.text[:_HEAD]))


def is_receipt(mail: Mail) -> bool:
    """True if it only says that a letter was read, in words (RFC 8098 says it in a part)."""
    return bool(_READ.match(mail.subject) and len(mail.text) < _HEAD and _WAS_READ.search(mail.text))


def calendar_method(entity: Entity, depth: int = _DEPTH) -> str:
    """What the first calendar part is for: REQUEST, REPLY, COUNTER (RFC 5546 1.4), or "" if there is none."""
    if entity.type in _CALENDAR:
        match = _METHOD.search(entity.content[:_CALENDAR_HEAD])
        return match.group(1).decode("ascii").upper() if match else entity.parameters.get("method", "").upper()
    if depth == 0 or entity.type.startswith("message/"):
        return ""
    return next((method for part in entity.parts if (method := calendar_method(part, depth - 1))), "")
