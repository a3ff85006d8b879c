"""The gate on what the tests go through."""

from __future__ import annotations

from typing import Any

from tools.check_coverage import shortfalls


def report(**files: tuple[int, int]) -> dict[str, Any]:
    """A coverage report: for each file how many of how many lines are gone through."""
    return {
        "files": {
            name.replace("__", "/") + ".py": {
                "summary": {
                    "percent_covered": 100 * covered / all_of,
                    "covered_lines": covered,
                    "num_statements": all_of,
                },
                "missing_lines": [7] if covered < all_of else [],
            }
            for name, (covered, all_of) in files.items()
        }
    }


def test_the_law_policies_permissions_and_actions_are_gone_through_whole() -> None:
    for name in ("statute__days", "exclusions__policies", "cases__permissions", "cases__actions__notes"):
        assert len(shortfalls(report(**{name: (9, 10)}))) == 1
        assert shortfalls(report(**{name: (10, 10)})) == []


def test_the_rest_may_lack_a_twentieth() -> None:
    assert shortfalls(report(cases__views=(95, 100))) == []
    assert shortfalls(report(cases__views=(94, 100))) == ["the rest: 94.0% is gone through, 95% is the least"]


def test_tests_and_migrations_do_not_count() -> None:
    assert shortfalls(report(tests__x=(0, 10), cases__migrations__one=(0, 10))) == []
