"""Who may send for a school: only people with a place there on that day."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from portal.permissions import check_user_can_send_for
from schools.models import SchoolStaff
from tests.factories.children import make_authority, make_school
from tests.factories.people import make_school_user, make_user

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 9, 16)


def test_only_who_has_a_place_at_the_school_that_day_may_send_for_it() -> None:
    make_authority()
    here, elsewhere = make_school("Ashgrove Academy (invented)"), make_school("Fernhill (invented)")
    user = make_school_user(here)
    check_user_can_send_for(user, here, AS_OF)
    for person, school in ((user, elsewhere), (make_user(Role.EXCLUSIONS_OFFICER), here)):
        with pytest.raises(PermissionDenied, match="no place at this school"):
            check_user_can_send_for(person, school, AS_OF)
    SchoolStaff.objects.filter(user=user).update(ends_on=date(2026, 9, 15))
    with pytest.raises(PermissionDenied):
        check_user_can_send_for(user, here, AS_OF)
