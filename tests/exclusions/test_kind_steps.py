"""Every kind of this cohort says how its steps begin, once."""

from __future__ import annotations

import pytest

from cases.kinds import get_kind
from cases.models import Case
from exclusions.kind_code import EVERY_KIND, EXCLUSION_SUPPORT, MANAGED_MOVE
from exclusions.kind_steps import DuplicateSteps, register_steps, steps_of


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_is_registered_with_its_steps(kind: str) -> None:
    assert get_kind(kind).refresh.__module__.split(".")[0] == "exclusions"
    # Help before an exclusion has no notice, so none of the steps that the other kinds share.
    if kind != EXCLUSION_SUPPORT:
        assert callable(steps_of(Case(kind=kind)).gather)


def test_a_kind_registers_its_steps_once() -> None:
    with pytest.raises(DuplicateSteps, match=MANAGED_MOVE):
        register_steps(MANAGED_MOVE, steps_of(Case(kind=MANAGED_MOVE)))


def test_a_kind_of_another_cohort_has_none_here() -> None:
    with pytest.raises(KeyError):
        steps_of(Case(kind="another"))
