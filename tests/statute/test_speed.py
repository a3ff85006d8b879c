"""A million dates in and out take no more than three times one numpy call with the same bank holidays."""

import random
import time
from datetime import date, timedelta

import numpy as np

from statute.days import ENGLAND_WORKING_DAYS

MILLION = 1_000_000
FIRST, DAYS, N = date(2012, 1, 1), 6_000, 15


def _seconds(call):
    started = time.perf_counter()
    answer = call()
    return time.perf_counter() - started, answer


def test_a_million_dates_keep_up_with_numpy():
    chosen = random.Random(9)  # noqa: S311 the same dates every time, no secret
    days = [FIRST + timedelta(chosen.randrange(DAYS)) for _ in range(MILLION)]
    array = np.array(days, dtype="datetime64[D]")
    kind = np.busdaycalendar(holidays=sorted(ENGLAND_WORKING_DAYS.bank_holidays))
    ours, numpys = [], []
    for _ in range(3):
        seconds, expected = _seconds(lambda: np.busday_offset(array, N, roll="backward", busdaycal=kind))
        numpys.append(seconds)
        seconds, found = _seconds(lambda: ENGLAND_WORKING_DAYS.after_many(days, N))
        ours.append(seconds)
    assert found == expected.tolist()
    assert min(ours) <= 3 * min(numpys), f"{min(ours):.3f} s against {min(numpys):.3f} s"
