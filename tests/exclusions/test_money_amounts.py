"""The amounts for each pupil from which the money is worked out: who enters them, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from exclusions.actions.per_pupil import add_amount, change_amount
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import PerPupilAmount
from exclusions.permissions import user_can_change_amounts
from ledger.versions import StaleEdit
from tests.factories.exclusions import Desk
from tests.factories.leaving import (
    LATER,
    enter_amount,
)
from tests.factories.people import make_team, make_user


class TestAmounts:
    """The amounts for each pupil."""

    def test_who_may_enter_one(self, desk: Desk) -> None:
        facts: dict[str, object] = {
            "financial_year": 2026,
            "band": "primary",
            "amount": Decimal(4000),
            "source": "Formula",
            "as_of": LATER,
        }
        with pytest.raises(PermissionDenied):
            add_amount(by=desk.officer, **facts)  # type: ignore[arg-type]
        other = make_user(Role.TEAM_MANAGER, team=make_team("errand"))
        with pytest.raises(PermissionDenied, match="a team that works permanent exclusions"):
            add_amount(by=other, **facts)  # type: ignore[arg-type]
        manager = make_user(Role.TEAM_MANAGER, team=make_team("permanent_exclusion"))
        assert (user_can_change_amounts(other), user_can_change_amounts(manager)) == (False, True)
        add_amount(by=manager, **facts)  # type: ignore[arg-type]
        with pytest.raises(ExclusionRefused, match=r"already: £4,000\.00"):
            add_amount(by=make_user(Role.FINANCE_OFFICER), **facts)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"financial_year": 2050}, "year"),
            ({"band": "nursery"}, "band"),
            ({"amount": Decimal(0)}, "amount"),
            ({"source": " "}, "source"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, wrong: dict, field: str) -> None:
        facts: dict[str, object] = {
            "financial_year": 2026,
            "band": "primary",
            "amount": Decimal(4000),
            "source": "Formula",
            **wrong,
        }
        with pytest.raises(ExclusionRefused) as refused:
            add_amount(by=make_user(Role.FINANCE_OFFICER), as_of=LATER, **facts)  # type: ignore[arg-type]
        assert refused.value.field == field
        assert not PerPupilAmount.objects.exists()

    def test_an_old_version_changes_nothing(self, desk: Desk) -> None:
        amount = enter_amount()
        with pytest.raises(StaleEdit):
            change_amount(
                row=amount,
                amount=Decimal(1),
                source="x",
                version=9,
                by=make_user(Role.FINANCE_OFFICER),
                as_of=LATER,
            )
        assert PerPupilAmount.objects.get().amount == amount.amount
