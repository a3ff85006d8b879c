"""Reading rendered components: a small tree of elements, and templates rendered from a line."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.template import Context, Template

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "path", "circle", "rect"})


class Element:
    """An element with its attributes, children and the text in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join(" ".join(parts).split())

    def find_all(self, tag: str, **attributes: str) -> list[Element]:
        """Descendants with this tag and these attributes (`for_` for `for`, `aria_label` for `aria-label`)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        found = []
        for child in self.children:
            if isinstance(child, str):
                continue
            if child.tag == tag and all(child.attributes.get(name) == value for name, value in wanted.items()):
                found.append(child)
            found.extend(child.find_all(tag, **attributes))
        return found

    def find(self, tag: str, **attributes: str) -> Element:
        """The only such descendant; fails when there is none or more than one."""
        found = self.find_all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}>"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The tree of a piece of HTML; fails when its elements are not nested as they should be."""
    reader = _Reader()
    reader.feed(html)
    assert len(reader.open) == 1, f"not closed: {reader.open[-1].tag}"
    return reader.root


def render(source: str, **context: Any) -> Element:
    """The tree of a template given as text, with the components' tags loaded."""
    return read(Template("{% load components %}" + source).render(Context(context)))
