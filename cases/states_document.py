"""docs/states.md, made from the tables that the code itself follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cases.kinds import CaseKind, State, Transition, all_kinds


def states_document() -> str:
    """The states, lawful steps and tracks of every kind, in Markdown."""
    lines = [
        "# States of every kind of case",
        "Made by `./run manage write_states > docs/states.md` from the tables in each cohort's `states.py`; a test "
        "keeps it fresh. A step without a page is lawful but cannot be taken in the product yet.",
    ]
    for kind in all_kinds():
        lines += _kind(kind)
    return "\n".join(lines) + "\n"


def _kind(kind: CaseKind) -> Iterator[str]:
    labels = {state.code: state.label for state in kind.states}
    yield f"\n## {kind.label} (`{kind.code}`, references {kind.reference_prefix}-…)"
    yield from _states("State", kind.states)
    yield from _steps(labels, kind.transitions)
    for name, states in kind.tracks.items():
        yield f"\n### Track: {name}"
        yield from _states("State", states)
        if name in kind.track_steps:
            yield from _steps({state.code: state.label for state in states}, kind.track_steps[name])


def _steps(labels: Mapping[str, str], steps: Sequence[Transition]) -> Iterator[str]:
    yield "\n| Step | From | To | Page |\n|---|---|---|---|"
    for step in steps:
        origins = ", ".join(label for code, label in labels.items() if code in step.from_states)
        targets = ", ".join(label for code, label in labels.items() if code in step.to_states)
        page = f"`{step.url_name}`" if step.url_name else "–"
        yield f"| {step.label} (`{step.code}`) | {origins} | {targets or 'the state stays'} | {page} |"


def _states(heading: str, states: Sequence[State]) -> Iterator[str]:
    yield f"\n| {heading} | Code | End |\n|---|---|---|"
    for state in states:
        yield f"| {state.label} | `{state.code}` | {'yes' if state.is_end else ''} |"
