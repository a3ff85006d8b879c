"""What the pages about letters ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from cases.disclosure import Recipient
from cases.models import Letter, LetterCopy
from components.fields import DateField
from components.forms import GovukForm


class LetterIssueForm(GovukForm):
    """Whom the letter goes to, what was looked at, and that the warnings were read."""

    to = forms.MultipleChoiceField(label="Who the letter goes to", widget=forms.MultipleHiddenInput)
    seen = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    has_read_warnings = forms.BooleanField(label="I have read the warnings on this page", required=False)

    def __init__(self, *args: Any, recipients: Sequence[Recipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(each.code, each.name) for each in recipients]


class LetterCopyForm(GovukForm):
    """How a copy of a letter went, and when."""

    error_names = {"sent_on": "the day it was sent"}
    option_hints: ClassVar[dict[str, dict[str, str]]] = {
        "method": {
            LetterCopy.Method.EMAIL_AGREED: "Only where the recipient has agreed in writing to have letters by e-mail."
        }
    }

    method = forms.ChoiceField(label="How did it go?", choices=LetterCopy.Method.choices, widget=forms.RadioSelect)
    email_address = forms.EmailField(label="E-mail address", required=False, help_text="Only for e-mail.")
    sent_on = DateField(label="When was it sent or handed over?", is_single=True)
    has_gone_already = forms.BooleanField(
        label="It has gone already, to the address printed on it: record what happened", required=False
    )

    def __init__(self, *args: Any, letter: Letter, as_of: date, has_problem: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_on"].latest = as_of
        if letter.person is not None:
            # A person's e-mail address comes from their record, never from a keyboard.
            del self.fields["email_address"]
        if not has_problem:
            del self.fields["has_gone_already"]
