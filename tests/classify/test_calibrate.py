"""Chances that come true, and the line of a rare label: what is found comes before what is called in vain."""

import numpy as np
import pytest

from mailflow.classify import calibrate
from mailflow.classify.calibrate import Calibration

RANDOM = np.random.default_rng(0)
FOLD = np.arange(3000) % 5


def test_overconfident_scores_are_calibrated_by_one_temperature_where_that_is_all_they_lack() -> None:
    chances = RANDOM.dirichlet([1, 1, 1, 1], size=3000)
    truth = np.array([RANDOM.choice(4, p=row) for row in chances])
    chosen = calibrate.choose(3 * np.log(chances), truth, FOLD)
    assert chosen.chances == pytest.approx(chances, abs=0.12)
    assert np.abs(chosen.chances - chances).mean() < 0.02


def test_scores_that_lean_to_one_of_many_labels_are_put_right_by_a_matrix() -> None:
    chances = RANDOM.dirichlet([1, 1, 1], size=3000)
    truth = np.array([RANDOM.choice(3, p=row) for row in chances])
    chosen = calibrate.choose(np.log(chances) + np.array([2.0, 0.0, -1.0]), truth, FOLD)
    assert chosen.method == "matrix"
    assert np.abs(chosen.chances - chances).mean() < 0.02


@pytest.mark.parametrize(("called", "found"), [(0.04, 0.95), (0.6, 0.0)])
def test_a_rare_label_is_found_nearly_always_unless_too_many_others_would_be_called(
    called: float, found: float
) -> None:
    """Of 200 breaches 190 stand above a share of the others, and ten below all of them."""
    others = np.concatenate([np.full(int(1800 * called), 0.4), np.full(1800 - int(1800 * called), 0.1)])
    breaches = np.concatenate([np.full(100, 0.9), np.full(90, 0.3), np.full(10, 0.01)])
    chance = np.concatenate([others, breaches])
    truth = np.array(["false"] * 1800 + ["true"] * 200)
    chances = np.column_stack([1 - chance, chance])
    chosen = Calibration(method="sigmoid", turn=np.eye(2), shift=np.zeros(2), chances=chances)
    cut = calibrate.decide("breach", ("false", "true"), chosen, truth, 0).cut
    assert cut is not None
    assert (cut <= 0.3) == (found > 0.9)
