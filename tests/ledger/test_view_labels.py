"""Every page that writes the view log is called something that a person understands."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ledger.viewlog import DuplicateLabel, PageLabel, label_of, labelled_pages, register_pages

ROOT = Path(__file__).parents[2]
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/apps.py"))
TREES = {path: ast.parse(path.read_text()) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}


@dataclass(frozen=True)
class Writer:
    """A function that writes the log: where `what` stands among its arguments; a private one counts in its file."""

    name: str
    place: int
    argument: str
    file: Path | None = None


@dataclass(frozen=True)
class Written:
    """A call of a writer: where, what is given as the page's name, and the function around it."""

    path: Path
    line: int
    what: ast.expr
    around: ast.FunctionDef | None


def calls_of(writers: set[Writer]) -> Iterator[Written]:
    """Every call of one of these in the product."""
    for path, tree in TREES.items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        around = {id(node): function for function in functions for node in ast.walk(function)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for writer in writers:
                if writer.name == name and writer.file in (None, path):
                    named = [each.value for each in node.keywords if each.arg == writer.argument]
                    what = named[0] if named else node.args[writer.place]
                    yield Written(path, node.lineno, what, around.get(id(node)))


def all_writers() -> set[Writer]:
    """`record_view`, and every function that passes an argument of its own on to one of these."""
    writers = {Writer("record_view", 1, "what")}
    while True:
        found = set(writers)
        for call in calls_of(writers):
            arguments = argument_names(call.around)
            if isinstance(call.what, ast.Name) and call.what.id in arguments:
                name = call.around.name
                file = call.path if name.startswith("_") else None
                found.add(Writer(name, arguments.index(call.what.id), call.what.id, file))
        if found == writers:
            return writers
        writers = found


def argument_names(function: ast.FunctionDef | None) -> list[str]:
    """Names of a function's arguments, in order."""
    if function is None:
        return []
    return [each.arg for each in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]]


def views_guarded_in(call: Written) -> set[str]:
    """Names of the views that the decorator around this call guards."""
    functions = [node for node in ast.walk(TREES[call.path]) if isinstance(node, ast.FunctionDef)]
    decorators = {each.name for each in functions if call.around in ast.walk(each)}
    views = (node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {view.name for view in views if decorators & {getattr(each, "id", "") for each in view.decorator_list}}


def constant_named_in(call: Written) -> object:
    """What a constant of another module, `steps.PAPERS`, says: read where the call reads it."""
    module = importlib.import_module(".".join(call.path.relative_to(ROOT).with_suffix("").parts))
    return getattr(getattr(module, call.what.value.id), call.what.attr)


WRITTEN = list(calls_of(all_writers()))


@pytest.mark.parametrize("call", WRITTEN, ids=lambda call: f"{call.path.relative_to(ROOT)}:{call.line}")
def test_every_page_that_is_logged_has_words(call: Written) -> None:
    """A text, or a constant that stands for one; a text with a varying end, of which some have words; an argument that
    the caller gave; or, in a decorator, the name of the view that it guards."""
    if isinstance(call.what, ast.Constant):
        assert call.what.value in labelled_pages(), f"register_pages() gives no words to {call.what.value}"
    elif isinstance(call.what, ast.JoinedStr):
        beginning = ast.literal_eval(call.what.values[0])
        assert any(page.startswith(beginning) for page in labelled_pages())
    elif isinstance(call.what, ast.Attribute) and call.what.attr == "__name__":
        guarded = views_guarded_in(call)
        assert guarded
        assert guarded <= labelled_pages(), f"register_pages() gives no words to {guarded - labelled_pages()}"
    elif isinstance(call.what, ast.Attribute):
        assert constant_named_in(call) in labelled_pages()
    else:
        assert isinstance(call.what, ast.Name), "the page's name is made of something that nobody can look up"
        assert call.what.id in argument_names(call.around)


def test_the_writers_are_found() -> None:
    names = {writer.name for writer in all_writers()}
    assert {"record_view", "get_child_for", "get_case_for", "get_child_to_audit"} <= names
    assert len(WRITTEN) > 40


def test_two_rooms_do_not_name_the_same_page() -> None:
    with pytest.raises(DuplicateLabel, match="child_timeline"):
        register_pages({"child_timeline": "Something else"})


def test_a_page_that_is_no_more_is_called_by_its_name() -> None:
    assert label_of("page_of_old") == PageLabel("Page of old")
    assert label_of("cases") == PageLabel("List of cases", is_list=True)
