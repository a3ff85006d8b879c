"""`./run bench`: each goal as a ratio to a bare equivalent of the same run, on this machine.

Ours and the equivalent take turns (A/B/A/B), so that a busy moment falls on both; printed are both medians, the
median of the rounds' ratios and its 95% interval. Exit 1 when an interval lies wholly above its limit.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks import days

ROUNDS = 15
RESAMPLES = 2000


@dataclass(frozen=True)
class Goal:
    """A goal: what is measured against what, and the ratio that is promised."""

    code: str
    ours: str
    bare: str
    limit: float
    prepare: Callable[[], tuple[Callable[[], object], Callable[[], object]]]


GOALS = (
    Goal(
        "P9",
        "SchoolCalendar.after_many, a million dates in and out",
        "one numpy.busday_offset call with the same bank holidays",
        3.0,
        days.prepare,
    ),
)


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def interval(ratios: list[float]) -> tuple[float, float]:
    """The 95% interval of the median, by drawing the rounds again and again (seeded: the same each time)."""
    draw = random.Random(9)  # noqa: S311 - statistics, not secrets
    medians = sorted(statistics.median(draw.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES))
    return medians[int(RESAMPLES * 0.025)], medians[int(RESAMPLES * 0.975)]


def measure(goal: Goal) -> bool:
    """Measure one goal and print it. True when it is kept."""
    ours, bare = goal.prepare()
    seconds(ours), seconds(bare)
    rounds = [(seconds(ours), seconds(bare)) for _ in range(ROUNDS)]
    ratios = [mine / theirs for mine, theirs in rounds]
    low, high = interval(ratios)
    is_kept = low <= goal.limit
    print(
        f"{goal.code}  {'kept' if is_kept else 'MISSED'}: {statistics.median(ratios):.2f}x "
        f"(95% {low:.2f} to {high:.2f}), limit {goal.limit:.1f}x, {ROUNDS} rounds\n"
        f"    {goal.ours}: {statistics.median(mine for mine, _ in rounds) * 1000:.1f} ms\n"
        f"    {goal.bare}: {statistics.median(theirs for _, theirs in rounds) * 1000:.1f} ms"
    )
    return is_kept


if __name__ == "__main__":
    sys.exit(0 if all(measure(goal) for goal in GOALS) else 1)
