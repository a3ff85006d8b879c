"""A member of the pool; a review with a seat, a paper and a cost, on a case of another child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exclusions.models import Review, ReviewCost, ReviewPaper, ReviewSeat
from tests.factories.exclusions import EXCLUDED_ON
from tests.factories.reviews import make_member

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """The addresses of a review name the world's own case, whose governors have not even met: its pages say so."""
    case = world.desk.child.cases.get(reference=world.arguments["reference"])
    member = make_member(world.desk.officer, as_of=EXCLUDED_ON)
    review = Review.objects.create(case=case)
    seat = ReviewSeat.objects.create(review=review, member=member, invited_on=EXCLUDED_ON)
    paper = ReviewPaper.objects.create(review=review, title="Grounds", source="parents", received_on=EXCLUDED_ON)
    cost = ReviewCost.objects.create(review=review, kind="venue", amount="10.00", spent_on=EXCLUDED_ON)
    world.arguments |= {
        "member_uuid": member.uuid,
        "seat_id": seat.pk,
        "paper_id": paper.pk,
        "cost_id": cost.pk,
    }
