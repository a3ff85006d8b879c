"""Every kind is registered once, by one cohort; every cohort registers one; everything has a label."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.kinds import CaseKind, DuplicateKind, all_kinds, register_kind

ROOT = Path(__file__).parents[2]
COHORTS = [name for name in ("attendance", "cme", "exclusions", "ehe", "eotas", "medical") if (ROOT / name).is_dir()]


def test_every_cohort_registers_a_kind() -> None:
    assert {kind.refresh.__module__.split(".")[0] for kind in all_kinds()} >= set(COHORTS)


def test_a_kind_is_registered_once() -> None:
    kind = all_kinds()[0]
    with pytest.raises(DuplicateKind):
        register_kind(kind)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_transitions_lead_between_known_states_and_have_labels(kind: CaseKind) -> None:
    states = {state.code for state in kind.states}
    for transition in kind.transitions:
        assert transition.label
        assert transition.from_states <= states
        assert transition.to_states <= states


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_every_state_can_be_reached_and_left_unless_it_is_an_end(kind: CaseKind) -> None:
    reached = {kind.states[0].code} | {code for each in kind.transitions for code in each.to_states}
    left = {code for each in kind.transitions for code in each.from_states if each.to_states}
    for state in kind.states:
        assert state.code in reached
        assert state.is_end != (state.code in left)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_every_event_that_the_cohort_writes_has_a_label(kind: CaseKind) -> None:
    room = kind.refresh.__module__.split(".")[0]
    written = set()
    for path in (ROOT / room / "actions").rglob("*.py"):
        for line in path.read_text().splitlines():
            for prefix in ('code="', 'case, "'):
                _, found, rest = line.partition(prefix + room + ".")
                if found:
                    written.add(f"{room}.{rest.split(chr(34))[0]}")
    tasks = {code for code in written if code not in kind.event_labels}
    assert written & set(kind.event_labels)
    assert not tasks, f"events without a label: {tasks}"


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_a_lozenge_is_true_in_known_states(kind: CaseKind) -> None:
    assert kind.lozenge_states <= {state.code for state in kind.states}
