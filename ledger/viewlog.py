"""The view log: who read which child or case. One plain row in the transaction of the read; sealed later by a job."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from ledger.models import ViewRecord


class DuplicateLabel(Exception):
    """Two rooms gave words to the same page of the view log."""


@dataclass(frozen=True)
class PageLabel:
    """What a page of the view log is called in words, and whether it shows a list rather than one record."""

    words: str
    is_list: bool = False


_labels: dict[str, PageLabel] = {}


def register_pages(records: Mapping[str, str], *, lists: Mapping[str, str] | None = None) -> None:
    """Give words to this room's values of `what`: pages of one record, and lists. Raises DuplicateLabel."""
    for pages, is_list in ((records, False), (lists or {}, True)):
        for what, words in pages.items():
            if what in _labels:
                raise DuplicateLabel(f"The page {what} of the view log has words already.")
            _labels[what] = PageLabel(words, is_list)


def label_of(what: str) -> PageLabel:
    """The words for a page; a page that a later release has dropped is called by its name."""
    return _labels.get(what) or PageLabel(what.replace("_", " ").capitalize())


def labelled_pages() -> frozenset[str]:
    """Every value of `what` that has words."""
    return frozenset(_labels)


def record_view(
    request: HttpRequest,
    what: str,
    *,
    child_ids: Iterable[int] = (),
    case_ids: Iterable[int] = (),
    document_id: int | None = None,
    reason: str = "",
) -> None:
    """Write that the signed-in user read these. `what` is the page's name, never a text about a child: each has words
    (`register_pages`)."""
    ViewRecord.objects.create(
        user_id=request.user.pk,
        what=what,
        child_ids=sorted(set(child_ids)),
        case_ids=sorted(set(case_ids)),
        document_id=document_id,
        request_id=getattr(request, "request_id", None) or uuid.uuid4(),
        reason=reason,
        seen_at=timezone.now(),
    )
