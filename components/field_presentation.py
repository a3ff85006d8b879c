"""Turns a bound form field into the plain values that templates/components/field.html shows."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from components.dates import PART_NAMES, DateParts
from components.fields import DateBoxes, DateField, typed_parts

PART_WIDTHS = {"day": 2, "month": 2, "year": 4}

# Django's own attributes that say in HTML what the error messages say better in words.
DROPPED_ATTRIBUTES = {"maxlength": False, "minlength": False, "required": False, "placeholder": False}


def kind_of(bound: BoundField) -> str:
    """Which template draws the field: hidden, date, radios, checkboxes, checkbox, select, textarea, file or input."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (DateBoxes, "date"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
    )
    return next((kind for widget_class, kind in kinds if isinstance(widget, widget_class)), "input")


def first_input_id(bound: BoundField) -> str:
    """The id that a link in the error summary goes to: for a date the first box at fault."""
    identifier = bound.auto_id
    kind = kind_of(bound)
    if kind == "hidden":
        return ""
    if kind in ("radios", "checkboxes"):
        return f"{identifier}_0"
    if kind == "date" and not _is_one_box(bound):
        faults = _date_faults(bound)
        return f"{identifier}_{faults[0] if faults else 'day'}"
    return bound.id_for_label or identifier


def present_field(bound: BoundField, options: dict[str, Any]) -> dict[str, Any]:
    """The values for the template; `options` are the arguments of the `{% field %}` tag."""
    form, field, kind = bound.form, bound.field, kind_of(bound)
    hint = options.get("hint") or bound.help_text
    max_length = getattr(field, "max_length", None) if kind == "textarea" else None
    presented = {
        "kind": kind,
        "bound": bound,
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": options.get("label") or bound.label,
        "is_optional": _is_optional(bound, options),
        "hint": hint,
        "errors": list(bound.errors) if form.is_bound else [],
        "max_length": max_length,
        "options": options,
    }
    presented["described_by"] = _described_by(presented)
    if kind in ("radios", "checkboxes"):
        presented["choices"] = _choices(bound, options)
    elif kind == "date":
        presented.update(_date_values(bound))
    elif kind != "hidden":
        presented["control"] = bound.as_widget(_shown_widget(bound), attrs=_control_attributes(presented))
    return presented


def _shown_widget(bound: BoundField) -> forms.Widget:
    """The field's widget; a number goes into a text box, because a browser throws away what is not a number."""
    widget: forms.Widget = bound.field.widget
    if not isinstance(widget, forms.NumberInput):
        return widget
    text_box = forms.TextInput(attrs={**widget.attrs, "step": False, "min": False, "max": False})
    is_whole = isinstance(bound.field, forms.IntegerField) and not isinstance(bound.field, forms.FloatField)
    text_box.attrs["inputmode"] = "numeric" if is_whole and not hasattr(bound.field, "decimal_places") else "decimal"
    text_box.is_localized = widget.is_localized
    return text_box


def _is_optional(bound: BoundField, options: dict[str, Any]) -> bool:
    if "optional" in options:
        return bool(options["optional"])
    is_marked = getattr(bound.form, "marks_optional", True)
    return is_marked and not bound.field.required and kind_of(bound) != "checkbox"


def _described_by(presented: dict[str, Any]) -> str:
    identifier = presented["id"]
    parts = [
        f"{identifier}-hint" if presented["hint"] else "",
        f"{identifier}-error" if presented["errors"] else "",
        f"{identifier}-info" if presented["max_length"] else "",
        presented["options"].get("described_by", ""),
    ]
    return " ".join(part for part in parts if part)


CLASSES = {
    "input": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}


def _control_attributes(presented: dict[str, Any]) -> dict[str, Any]:
    options, kind = presented["options"], presented["kind"]
    base = CLASSES[kind]
    classes = [base, presented["bound"].field.widget.attrs.get("class", ""), _width_class(options.get("width"))]
    if presented["errors"] and kind != "checkbox":
        classes.append(f"{base}--error")
    if presented["max_length"]:
        classes.append("govuk-js-character-count")
    attributes: dict[str, Any] = {
        **DROPPED_ATTRIBUTES,
        "class": " ".join(name for name in classes if name),
        "aria-describedby": presented["described_by"] or False,
        "aria-invalid": "true" if presented["errors"] else False,
    }
    if kind == "textarea":
        attributes["rows"] = options.get("rows", 5)
    for name in ("autocomplete", "inputmode", "spellcheck", "autocapitalize"):
        if name in options:
            attributes[name] = options[name]
    return attributes


def _width_class(width: Any) -> str:
    if not width:
        return ""
    return f"govuk-input--width-{width}" if str(width).isdigit() else f"govuk-!-width-{width}"


def _choices(bound: BoundField, options: dict[str, Any]) -> list[dict[str, Any]]:
    hints = options.get("option_hints") or getattr(bound.form, "option_hints", {}).get(bound.name, {})
    choices = []
    for number, one in enumerate(bound.subwidgets):
        choices.append(
            {
                "id": f"{bound.auto_id}_{number}",
                "value": one.data["value"],
                "label": one.data["label"],
                "is_chosen": one.data["selected"],
                "is_disabled": bool(one.data["attrs"].get("disabled")),
                "hint": hints.get(str(one.data["value"]), ""),
            }
        )
    return choices


def _is_one_box(bound: BoundField) -> bool:
    """True when the date is shown in one box: so made, or because what was typed came as one text."""
    if bound.field.widget.is_single:
        return True
    return bound.form.is_bound and isinstance(bound.value(), str)


def _date_faults(bound: BoundField) -> tuple[str, ...]:
    if not bound.errors or not isinstance(bound.field, DateField):
        return ()
    return bound.field.parts_at_fault(bound.value())


def _date_values(bound: BoundField) -> dict[str, Any]:
    value = bound.value()
    widget = bound.field.widget
    boxes = value if isinstance(value, list | tuple) else widget.decompress(value)
    if _is_one_box(bound):
        typed = typed_parts(value) if isinstance(value, list | tuple) else value
        if isinstance(typed, DateParts):
            typed = "/".join(part for part in (typed.day, typed.month, typed.year) if part)
        elif typed and not isinstance(typed, str):
            typed = "/".join(boxes)
        return {"is_one_box": True, "text": typed or ""}
    faults = _date_faults(bound)
    return {
        "is_one_box": False,
        "boxes": [
            {
                "id": f"{bound.auto_id}_{part}",
                "name": f"{bound.html_name}_{part}",
                "label": part.capitalize(),
                "value": text,
                "width": PART_WIDTHS[part],
                "is_at_fault": part in faults,
            }
            for part, text in zip(PART_NAMES, boxes, strict=True)
        ],
    }
