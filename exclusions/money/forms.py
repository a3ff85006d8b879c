"""The forms of the money. They validate; they never save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from components.fields import DateField
from components.forms import GovukForm
from exclusions.form_parts import MayConfirm
from exclusions.forms import YES_NO
from exclusions.leaving.forms import PastDays, SchoolField
from exclusions.models import AgeBand, Funding, PerPupilAmount
from exclusions.money.finance_list import FinanceFilter
from exclusions.money.financial_years import in_words
from exclusions.track_states import FUNDING_STATES
from schools.models import School

_MOST = Decimal("9999999.99")
_OWN_AMOUNT = "Only where it differs from the table’s, or the school is another authority’s. In pounds."
_LEAVERS = (("", "As worked out from the year group and the school"), *YES_NO)


class PoundsField(forms.DecimalField):
    """An amount in pounds and pence, as people type it: “£6,000” is understood."""

    form_text = "in pounds and pence, for example 1250.00"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "In pounds, for example 6000.00.")
        kwargs.setdefault("widget", forms.TextInput)
        super().__init__(min_value=Decimal(0), max_value=_MOST, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "")
        return super().to_python(value)


class FundingAmountsForm(GovukForm):
    """What the amount is worked out from."""

    own_per_pupil = PoundsField(label="Amount for this pupil", required=False, help_text=_OWN_AMOUNT)
    own_per_pupil_because = forms.CharField(
        label="Why does it differ?", required=False, max_length=200, help_text="Or where another authority’s is from."
    )
    is_leavers_year = forms.ChoiceField(
        label="Would the pupil normally leave the school at the end of this school year?",
        required=False,
        widget=forms.RadioSelect,
        choices=_LEAVERS,
    )
    is_reserved_place = forms.ChoiceField(
        label="Was the place reserved for special educational needs?", widget=forms.RadioSelect, choices=YES_NO
    )
    adjustment = PoundsField(
        label="Financial adjustment", help_text="What a review panel’s adjustment adds. 0 where there is none."
    )

    def __init__(self, *args: Any, funding: Funding, **kwargs: Any) -> None:
        leavers = {None: "", True: "yes", False: "no"}[funding.is_leavers_year]
        initial = {
            "own_per_pupil": funding.own_per_pupil,
            "own_per_pupil_because": funding.own_per_pupil_because,
            "is_leavers_year": leavers,
            "is_reserved_place": "yes" if funding.is_reserved_place else "no",
            "adjustment": funding.adjustment,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def amounts(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        leavers = answers["is_leavers_year"]
        return {
            **answers,
            "is_leavers_year": leavers == "yes" if leavers else None,
            "is_reserved_place": answers["is_reserved_place"] == "yes",
        }


class PaymentForm(PastDays, MayConfirm):
    """An amount, its day, and the journal that it stands in."""

    amount = PoundsField(label="Amount")
    reference = forms.CharField(label="Journal reference", required=False, max_length=60)


class DeductForm(PaymentForm):
    """The deduction from the school's budget."""

    deducted_on = DateField(label="Deducted on")

    field_order = ("deducted_on", "amount", "reference")


class PassOnForm(PaymentForm):
    """What follows the pupil to the next school."""

    school = SchoolField(label="URN of the school that admitted the child")
    from_on = DateField(label="Admitted on", help_text="The complete weeks left are counted from this day.")
    passed_on = DateField(label="Paid on")

    field_order = ("school", "from_on", "passed_on", "amount", "reference")

    def __init__(self, *args: Any, school: School | None, admitted_on: date | None, **kwargs: Any) -> None:
        initial = {"school": school.urn if school else None, "from_on": admitted_on, **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)


class RepayForm(PaymentForm):
    """What the school gets back."""

    repaid_on = DateField(label="Repaid on")

    field_order = ("repaid_on", "amount", "reference")


class EndFundingForm(PastDays):
    """The money ends without more."""

    ended_on = DateField(label="Ended on")
    because = forms.ChoiceField(label="Why?", widget=forms.RadioSelect, choices=Funding.EndedBecause)
    is_mistake = forms.BooleanField(label="It was recorded by mistake: the money has not ended", required=False)

    def __init__(self, *args: Any, funding: Funding, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ended_on": funding.ended_on, "because": funding.ended_because}, **kwargs)
        if funding.ended_on is None:
            del self.fields["is_mistake"]
        # Whoever takes it back need not take the day and the reason out as well.
        is_taken_back = "is_mistake" in self.fields and bool(self.data.get("is_mistake"))
        self.fields["ended_on"].required = self.fields["because"].required = not is_taken_back


class AmountForm(GovukForm):
    """An amount for each pupil, and where it comes from."""

    amount = PoundsField(label="Amount for each pupil")
    source = forms.CharField(
        label="Source", max_length=200, help_text="For example, the authority’s formula for the year, with its page."
    )


class NewAmountForm(AmountForm):
    """The amount of a band for a funding period."""

    year = forms.IntegerField(
        label="Financial year",
        min_value=2000,
        max_value=2100,
        help_text="The year in which it begins: 2026 is 1 April 2026 to 31 March 2027.",
    )
    band = forms.ChoiceField(label="Band", widget=forms.RadioSelect, choices=AgeBand)

    field_order = ("year", "band", "amount", "source")


def change_amount_form(data: QueryDict | None, row: PerPupilAmount) -> AmountForm:
    """The form of an amount that is there."""
    return AmountForm(data, initial={"amount": row.amount, "source": row.source})


class FinanceFilterForm(GovukForm):
    """The filters of the finance list."""

    marks_optional: ClassVar[bool] = False

    year = forms.ChoiceField(label="Financial year", required=False)
    school = SchoolField(label="URN of the school", required=False, help_text="")
    state = forms.ChoiceField(label="State", required=False)

    def __init__(self, data: QueryDict, years: Iterable[int]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [("", "All years"), *((str(year), in_words(year)) for year in years)]
        self.fields["state"].choices = [("", "All states"), *((each.code, each.label) for each in FUNDING_STATES)]

    def wanted(self) -> FinanceFilter:
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        chosen = self.cleaned_data
        year = chosen.get("year")
        return FinanceFilter(int(year) if year else None, chosen.get("school"), chosen.get("state", ""))
