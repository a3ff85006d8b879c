"""What a school asked for, read from the answers of the form. What is missing or cannot be read is empty, never
guessed: answers may be half filled in, or from an earlier version of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exclusions.support.asked import Asked
from exclusions.support.codes import ASKED_FOR, Concern, Tried
from portal.webforms import PUPIL, Payload

# Codes of the pages.
CONCERNS, TRIED, PARENTS, CIRCUMSTANCES = "concerns", "tried", "parents", "circumstances"
CONSIDERED, ASKING, DOCUMENTS, CONTACT = "considered", "help", "documents", "contact"
SINCE = "_since"
_KNOWN = ("is_looked_after", "has_plan", "has_social_worker")


@dataclass(frozen=True)
class Request:
    """A request as a school sent it. `circumstances` holds what the school says to know."""

    asked: Asked
    circumstances: Mapping[str, bool] = field(default_factory=dict)
    year_group: int | None = None
    has_answered_asking: bool = False


def read(payload: Payload) -> Request:
    """Read the answers of a draft or a submission."""
    concerns, tried, asking = (_answers(payload, step) for step in (CONCERNS, TRIED, ASKING))
    parents, considered = _answers(payload, PARENTS), _answers(payload, CONSIDERED)
    return Request(
        asked=Asked(
            concerns=_chosen(concerns.get("concerns"), Concern.values),
            concerns_in_words=_text(concerns.get("concerns_in_words")),
            tried={kind: day for kind in Tried.values if (day := _day(tried.get(f"{kind}{SINCE}")))},
            tried_in_words=_text(tried.get("tried_in_words")),
            asked_for=_chosen(asking.get("asked_for"), [str(kind) for kind in ASKED_FOR]),
            parents_told_on=_day(parents.get("parents_told_on")),
            do_parents_agree=_flag(parents.get("do_parents_agree")),
            is_exclusion_considered=considered.get("is_exclusion_considered") == "yes",
            plan_review_asked_on=_day(considered.get("plan_review_asked_on")),
            care_review_asked_on=_day(considered.get("care_review_asked_on")),
        ),
        circumstances=_known(_answers(payload, CIRCUMSTANCES)),
        year_group=_year_group(_answers(payload, PUPIL).get("year_group")),
        has_answered_asking=bool(asking),
    )


def _answers(payload: Payload, step: str) -> Mapping[str, Any]:
    answers = payload.get(step)
    return answers if isinstance(answers, Mapping) else {}


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _flag(value: Any) -> bool | None:
    return {"yes": True, "no": False}.get(value) if isinstance(value, str) else None


def _chosen(value: Any, known: Sequence[str]) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(each for each in value if isinstance(each, str) and each in known)


def _known(answers: Mapping[str, Any]) -> dict[str, bool]:
    flags = {name: _flag(answers.get(name)) for name in _KNOWN}
    return {name: flag for name, flag in flags.items() if flag is not None}


def _year_group(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() else None
