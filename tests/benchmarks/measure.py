"""Measures two ways in turn, so that whatever slows the machine slows both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """Median seconds of ours and of the plain way, the median of the rounds' ratios, and the aim."""

    name: str
    ours: float
    plain: float
    ratio: float
    aim: float

    def line(self) -> str:
        verdict = "reached" if self.ratio <= self.aim else "missed"
        return (
            f"{self.name:<34} {self.ours * 1000:9.1f} ms {self.plain * 1000:9.1f} ms"
            f" {self.ratio:6.2f} x   aim {self.aim:.2f}: {verdict}"
        )


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(
    name: str, ours: Callable[[], float], plain: Callable[[], float], *, aim: float, rounds: int
) -> Ratio:
    """Each callable prepares, then measures itself and gives seconds; the first round warms up."""
    times: tuple[list[float], list[float]] = ([], [])
    for round_number in range(rounds + 1):
        order = (0, 1) if round_number % 2 else (1, 0)
        for side in order:
            taken = (ours, plain)[side]()
            if round_number:
                times[side].append(taken)
    ratios = [mine / theirs for mine, theirs in zip(*times, strict=True)]
    ours_median, plain_median = statistics.median(times[0]), statistics.median(times[1])
    return Ratio(name, ours_median, plain_median, statistics.median(ratios), aim)
