"""The reading door: a mail's bytes to an `Arrival`, all that can be known of it without knowing any ticket.

parse, sender, guard, thread, reply, language, forward in this order; each is a file of its own. Never raises.
"""

from dataclasses import dataclass, replace

from mailflow.ingest.language import language_of
from mailflow.ingest.machines.guard import Known, judge
from mailflow.ingest.parsing.address import folded
from mailflow.ingest.parsing.calendar import answer_in
from mailflow.ingest.parsing.parse import parse
from mailflow.ingest.proof.sender import SignatureHolds, check_signature, prove
from mailflow.ingest.quoting.forward import forwarded_of
from mailflow.ingest.quoting.reply import reply_of
from mailflow.ingest.thread import keys_of
from mailflow.mail import Arrival, Protection, VerdictWord


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who we are: our support addresses in lower case, the subject's tag, whom we believe, our loop header's value.

    With `signature_holds` (see `dkim.holds`) DKIM is checked here too, where no server has proven the sender.
    """

    addresses: frozenset[str]
    prefix: str
    authserv_id: str | None
    loop_id: str
    signature_holds: SignatureHolds | None = None


def read(content: bytes, house: House, *, oversized: bool = False) -> Arrival:
    """All that reading finds in one mail. With `oversized`, `content` is only the header section."""
    parsed = parse(content, headers_only=oversized)
    mail = parsed.mail
    proof = prove(mail, house.authserv_id)
    if house.signature_holds is not None and not oversized:
        proof = check_signature(content, mail, proof, house.signature_holds)
    verdict = judge(
        Known(
            parsed=parsed,
            headers=dict(reversed(mail.headers)),
            ours=frozenset(map(folded, house.addresses)),
            loop_id=house.loop_id,
            proof=proof,
            oversized=oversized,
        )
    )
    if verdict.reason == "new" and mail.protection is Protection.ENCRYPTED:
        verdict = replace(verdict, reason="encrypted")
    reply = reply_of(mail)
    calendar = answer_in(mail.attachments)
    bounced = verdict.bounce.message_ids if verdict.bounce else ()
    return Arrival(
        mail=mail,
        verdict=verdict,
        proof=proof,
        keys=keys_of(mail, house.prefix, bounced, calendar.uid if calendar else ""),
        reply=reply,
        language=language_of(reply.body or reply.text or mail.text, mail.subject),
        forwarded=forwarded_of(mail) if verdict.word is VerdictWord.ACCEPT else None,
        calendar=calendar,
    )
