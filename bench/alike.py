"""How long the nearest of 100,000 tickets take, and how many of the true ten are found: `python bench/alike.py`.

The vectors are drawn around a thousand matters in the shape that sentence vectors have (a falling spectrum).
"""

import statistics
import time

import numpy as np

from mailflow.classify.nearest import Nearest

TICKETS, WIDTH, MATTERS, ASKED, BEST = 100_000, 384, 1_000, 200, 10


def draw(rng: np.random.Generator, centres: np.ndarray, size: int, spectrum: np.ndarray) -> np.ndarray:
    """Unit vectors around the centres."""
    rows = centres[rng.integers(len(centres), size=size)] + 0.8 * rng.standard_normal((size, WIDTH)) * spectrum
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def main() -> None:
    """Print the time to build, the time of a question, and the share found."""
    rng = np.random.default_rng(1)
    spectrum = 1 / np.sqrt(np.arange(1, WIDTH + 1))
    centres = rng.standard_normal((MATTERS, WIDTH)) * spectrum
    rows = draw(rng, centres, TICKETS, spectrum)
    begun = time.perf_counter()
    nearest = Nearest(WIDTH)
    for first in range(0, TICKETS, 5_000):
        some = np.arange(first, min(first + 5_000, TICKETS))
        nearest.add(some, rows[some])
    print(f"built from {TICKETS} vectors in {time.perf_counter() - begun:.2f} s")
    questions = draw(rng, centres, ASKED, spectrum)
    took, answers = [], []
    for question in questions:
        begun = time.thread_time()
        answers.append({number for number, _ in nearest.find(question, BEST)})
        took.append((time.thread_time() - begun) * 1000)
    true = np.argsort(-(questions @ rows.T), axis=1)[:, :BEST]
    found = sum(len(answer & set(each.tolist())) for answer, each in zip(answers, true, strict=True))
    print(f"median {statistics.median(took):.2f} ms of the processor, slowest {max(took):.2f} ms")
    print(f"{found / (ASKED * BEST):.1%} of the {BEST} nearest found")


if __name__ == "__main__":
    main()
