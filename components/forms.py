"""The base of every form: plain error words that name the field and the fix, and the typed text kept as typed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from components.field_presentation import first_input_id
from components.fields import DateField
from components.words import lower_first, upper_first

CHOOSING_WIDGETS = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)

# NUL, which PostgreSQL does not hold, and the marks of direction: nobody sees them, they come with what is pasted, and
# with one of them a name shows as another.
_TAKEN_OUT = dict.fromkeys((0, 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


class WordedErrors:
    """Mixin for any form: gives each field error messages that name the field and say how to put it right.

    `error_names` maps a field's name to what to call it inside a sentence ("the date of the exclusion"); without an
    entry the label is used. A message that a field sets for itself is left alone.
    """

    error_names: ClassVar[Mapping[str, str]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own_codes: dict[str, set[str]] = {}
        self.word_errors()

    def word_errors(self) -> None:
        """Sets the messages of all fields; call it after fields or labels were changed."""
        for name, field in self.fields.items():
            if field.label is None:
                field.label = pretty_name(name)
            words = default_error_words(field, self.error_names.get(name, ""))
            own = self._own_codes.setdefault(name, _own_messages(field))
            field.error_messages.update({code: text for code, text in words.items() if code not in own})


class GovukForm(WordedErrors, forms.Form):
    """A form whose fields are drawn by `{% field %}`.

    NUL characters and the unseen marks that turn the direction of a text are taken out of what was sent, and line ends
    are made uniform, before anything looks at it; beyond that the typed text is shown again exactly. `marks_optional`
    may be set to False for filters and searches, where every field is optional. `option_hints` maps a field's name to
    the hints of its radios or checkboxes by value.
    """

    use_required_attribute = False
    marks_optional: ClassVar[bool] = True
    option_hints: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(clean_data_sent(data), files, **kwargs)

    @property
    def errors_for_summary(self) -> list[dict[str, str]]:
        """The errors in the order of the fields, each as `text` and `target` (the id to go to, or empty)."""
        return list(summary_errors([self]))


def clean_data_sent(data: Any) -> Any:
    """The data without NUL characters and marks of direction, with plain line ends; the same object when there is
    nothing to change."""
    if data is None:
        return None
    if isinstance(data, MultiValueDict):
        if not any(_needs_cleaning(value) for values in data.lists() for value in values[1]):
            return data
        cleaned = QueryDict(mutable=True)
        for key, values in data.lists():
            cleaned.setlist(key, [_cleaned(value) for value in values])
        return cleaned
    return {key: _cleaned(value) for key, value in data.items()}


def _needs_cleaning(value: Any) -> bool:
    return isinstance(value, str) and _cleaned(value) != value


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_TAKEN_OUT).replace("\r\n", "\n").replace("\r", "\n")
    return value


def default_error_words(field: forms.Field, name: str = "") -> dict[str, str]:
    """Messages by error code for a field, worded with `name` or else with its label."""
    label = str(field.label or "This")
    # Django fills some messages in with "%" and others not, so a label's own percent sign is spelled out.
    label = label.replace(" %", " per cent").replace("%", " per cent")
    subject = upper_first(name) if name else label
    inside = name or lower_first(label)
    is_question = label.endswith("?") and not name
    if is_question:
        what = "a date as an answer" if isinstance(field, DateField) else "an answer"
        subject, inside = f"The answer to “{subject}”", f"{what} to “{subject}”"
    words = {
        "required": f"Enter {inside}",
        "invalid": f"{subject} is not in a form that can be read. Check it and try again",
        "max_length": f"{subject} must be %(limit_value)d characters or fewer",
        "min_length": f"{subject} must be %(limit_value)d characters or more",
        "max_value": f"{subject} must be %(limit_value)s or less",
        "min_value": f"{subject} must be %(limit_value)s or more",
        "invalid_choice": f"{subject} must be one of the choices listed",
        "invalid_list": f"{subject} must be chosen from the list",
    }
    words.update(_words_of_kind(field, subject, inside, is_named=bool(name), is_question=is_question))
    return words


def _words_of_kind(
    field: forms.Field, subject: str, inside: str, *, is_named: bool, is_question: bool
) -> dict[str, str]:
    if isinstance(field, DateField):
        date_name = inside if is_named or is_question else f"a date for “{subject}”"
        return {
            "required": f"Enter {date_name}, for example {field.example_text}",
            "incomplete": f"{subject} must include %(missing)s",
            "invalid": f"{subject} must be a real date, for example {field.example_text}",
            "weekday": f"{subject}: %(date)s is a %(weekday)s, not a %(typed)s. Check the date",
            "earliest": f"{subject} must be on or after %(earliest)s",
            "latest": f"{subject} must be on or before %(latest)s",
        }
    if isinstance(field, forms.FileField):
        return {
            "required": f"Choose a file for {inside}",
            "empty": f"{subject}: the file that you chose is empty. Choose another",
            "missing": f"{subject}: no file was received. Choose it again",
            "invalid": f"{subject}: no file was received. Choose it again",
            "max_length": f"{subject}: the name of the file must be %(max)d characters or fewer",
        }
    if isinstance(field, forms.BooleanField):
        return {"required": f"Tick “{subject}” to go on"}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) or isinstance(field.widget, CHOOSING_WIDGETS):
        return {"required": f"Select {inside}"}
    if isinstance(field, forms.EmailField):
        return {"invalid": f"{subject} must be an e-mail address, for example name@example.org"}
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return {
            "invalid": f"{subject} must be {getattr(field, 'form_text', 'a number, for example 12.5')}",
            "max_decimal_places": f"{subject} must have %(max)s decimal places or fewer",
        }
    if isinstance(field, forms.IntegerField):
        return {"invalid": f"{subject} must be {getattr(field, 'form_text', 'a whole number, for example 12')}"}
    if isinstance(field, forms.TimeField):
        return {"invalid": f"{subject} must be a time, for example 9:30am or 17:00"}
    return {}


def _own_messages(field: forms.Field) -> set[str]:
    """The codes whose message the field was given itself, and so keeps."""
    defaults: dict[str, Any] = {}
    for one_class in reversed(type(field).__mro__):
        defaults.update(getattr(one_class, "default_error_messages", {}))
    return {code for code, text in field.error_messages.items() if defaults.get(code, text) is not text} | {
        code for code in field.error_messages if code not in defaults
    }


def summary_errors(forms_shown: Iterable[Any]) -> Iterator[dict[str, str]]:
    """The errors of forms (and of the forms in formsets), whole-form errors first, then in the order of the fields."""
    for form in forms_shown:
        if isinstance(form, forms.BaseFormSet):
            for text in form.non_form_errors():
                yield {"text": str(text), "target": ""}
            yield from summary_errors(form.forms)
            continue
        for text in form.non_field_errors():
            yield {"text": str(text), "target": ""}
        for name in form.fields:
            for text in form.errors.get(name, ()):
                yield {"text": str(text), "target": first_input_id(form[name])}
