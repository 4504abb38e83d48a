"""The learning curve: more mails, better figures, on mails that no point of it has seen; and where labels help most."""

from mailflow.classify.curve import SHARES, curve, gains
from mailflow.classify.examples import Example


def test_each_point_knows_more_mails_and_the_whole_is_better_than_an_eighth() -> None:
    words = [f"{topic}{number}" for number in range(12) for topic in ("print", "pay")]
    mails = [
        Example(
            subject=f"about {words[place % 24]}",
            body=f"{words[(place * 7) % 24][:3]} case {place:x} {place * 31:x} {place * 101:x} {place * 997:x}",
            labels={"category": "hardware" if words[place % 24].startswith("print") else "billing"},
        )
        for place in range(320)
    ]
    points = curve(mails, None)
    assert [each["share"] for each in points] == list(SHARES)
    assert points[0]["mails"] * 8 <= points[-1]["mails"] < 320
    first, last = (each["heads"]["category"]["macro_f1"] for each in (points[0], points[-1]))
    assert last >= first
    assert last > 0.9


def test_the_class_that_the_last_doubling_helped_most_comes_first() -> None:
    def point(email: float, data: float) -> dict[str, object]:
        return {"heads": {"category": {"macro_f1": 0.5, "classes": {"email": email, "data": data}}}}

    assert [(each["label"], each["gain"]) for each in gains([point(0.5, 0.4), point(0.55, 0.6)])] == [
        ("data", 0.2),
        ("email", 0.05),
    ]
