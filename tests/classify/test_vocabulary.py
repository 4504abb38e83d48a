"""Which grams count: those of the mails that are seen, weighed the same whether mails come alone or tallied."""

import numpy as np

from mailflow.classify import grams, vocabulary

MAILS = [
    ("Printer", "The printer is silent, the printer blinks"),
    ("Drucker", "Der Drucker blinkt und blinkt"),
    ("Invoice", "The invoice is wrong"),
    ("", ""),
    ("Printer", "The printer prints the invoice"),
]


def test_only_grams_of_the_mails_that_are_seen_are_known() -> None:
    tally = vocabulary.tally(grams.count(MAILS))
    seen = np.array([0, 2, 4])
    known = tally.learn(seen, least=2)
    alone = vocabulary.learn(grams.count([MAILS[row] for row in seen]), least=2)
    assert np.array_equal(known.hashes, alone.hashes)
    assert np.array_equal(known.idf, alone.idf)
    assert 0 < len(known.hashes) < len(tally.hashes)


def test_tallied_mails_are_weighed_as_they_are_when_they_come() -> None:
    counted = grams.count(MAILS)
    known = vocabulary.learn(counted, least=2)
    rows, tallied = known.weigh(counted), known.weigh_tally(vocabulary.tally(counted))
    for name in ("starts", "columns", "values"):
        assert np.array_equal(getattr(rows, name), getattr(tallied, name))
