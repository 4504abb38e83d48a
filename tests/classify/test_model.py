"""What a model says of mails, and that it says when it is not sure."""

import subprocess
import sys
from pathlib import Path

import pytest

from mailflow.classify import model
from mailflow.classify.model import Classifier
from mailflow.desk.reading import Reading, fallback
from mailflow.resources import shipped


@pytest.fixture(scope="module")
def serving() -> Classifier:
    return model.load(shipped("models") / "starter")


@pytest.mark.parametrize(
    ("mail", "kind", "category"),
    [
        (
            ("Nem nyomtat", "Jó napot, a második emeleti nyomtató reggel óta nem nyomtat, papír van benne."),
            "incident",
            "hardware",
        ),
        (
            ("Printer", "The printer on the second floor has stopped printing, there is paper in it."),
            "incident",
            "hardware",
        ),
        (
            ("Drucker", "Der Drucker im zweiten Stock druckt seit heute früh nicht mehr, Papier ist drin."),
            "incident",
            "hardware",
        ),
        (("Számla", "Kérném a márciusi számla másolatát pdf-ben, köszönöm."), "request", "billing"),
        (("Invoice", "Could you please send me a copy of the March invoice as a PDF? Thanks."), "request", "billing"),
        (
            ("Rechnung", "Könnten Sie mir bitte eine Kopie der Rechnung vom März als PDF schicken? Danke."),
            "request",
            "billing",
        ),
    ],
)
def test_a_plain_mail_is_read_sensibly(serving: Classifier, mail: tuple[str, str], kind: str, category: str) -> None:
    (reading,) = serving.read([mail])
    assert (reading.kind.label, reading.category.label) == (kind, category)
    assert reading.breach.label == "false"


@pytest.mark.parametrize(
    "body",
    [
        "I have just sent the list of all our patients with their diagnoses to the wrong person by mistake.",
        "Véletlenül rossz címre küldtem el az összes betegünk listáját a diagnózisaikkal.",
        "Ich habe die Liste aller Patienten mit Diagnosen versehentlich an den falschen Empfänger geschickt.",
    ],
)
def test_personal_data_sent_to_a_stranger_is_suspected_to_be_a_breach(serving: Classifier, body: str) -> None:
    (reading,) = serving.read([("", body)])
    assert reading.breach.label == "true"


def test_hungarian_without_accents_reads_like_hungarian_with_them(serving: Classifier) -> None:
    with_accents, without = serving.read(
        [("", "Kérném a jelszó visszaállítását"), ("", "Kernem a jelszo visszaallitasat")]
    )
    assert with_accents == without


@pytest.mark.parametrize("mail", [("", ""), ("Re:", ""), ("", "?!"), ("xqzt", "wvfk plmr"), ("", "ok")])
def test_a_mail_that_says_nothing_is_never_sure(serving: Classifier, mail: tuple[str, str]) -> None:
    (reading,) = serving.read([mail])
    assert not any(_sureness(reading))


def test_the_runner_up_is_named_so_that_a_person_can_be_asked(serving: Classifier) -> None:
    (reading,) = serving.read([("Hello", "Something about the system and my invoice")])
    assert reading.second["kind"] == ({"incident", "request"} - {reading.kind.label}).pop()
    assert reading.second["category"] != reading.category.label


def test_a_mail_is_read_the_same_alone_and_in_company(serving: Classifier) -> None:
    mails = [(f"Mail {number}", "The VPN drops " * (number % 7)) for number in range(450)]
    assert [serving.read([mail])[0] for mail in mails[195:205]] == serving.read(mails)[195:205]
    assert serving.read([]) == []


def test_only_the_beginning_of_a_huge_mail_is_read(serving: Classifier) -> None:
    start = "The printer does not print. " * 200
    assert serving.read([("", start + "invoice " * 200_000)]) == serving.read([("", start)])


def test_probabilities_of_a_head_add_up_to_one(serving: Classifier) -> None:
    chances = serving.chances([("Help", "nothing works"), ("", "")])
    assert all(row[head.columns()].sum() == pytest.approx(1, abs=1e-4) for row in chances for head in serving.heads)


def _sureness(reading: Reading) -> list[bool]:
    return [each.sure for each in (reading.kind, reading.category, reading.impact, reading.urgency, reading.breach)]


def test_serving_needs_neither_scikit_learn_nor_scipy_nor_skops() -> None:
    code = (
        "import sys; from mailflow.classify import shelf; from mailflow.resources import shipped;"
        "from pathlib import Path;"
        "shelf.Shelf(shipped=shipped('models'), state=Path('/nowhere')).serving().read([('a', 'b')]);"
        "print([name for name in ('sklearn', 'scipy', 'skops', 'pickle5', 'joblib') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_without_a_model_the_rules_read_and_are_sure_of_nothing() -> None:
    reading = fallback()
    assert reading.kind.label == "incident"
    assert not any(_sureness(reading))


def test_the_shipped_model_is_small_enough_to_ship() -> None:
    size = sum(file.stat().st_size for file in Path(shipped("models")).rglob("*") if file.is_file())
    assert size < 25 * 1024 * 1024
