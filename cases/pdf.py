"""Tagged PDF files from HTML, without a request to anywhere, and the characters that no installed font can print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# Nearly everything that is written here is in this family, so that its fonts are looked at first.
MAIN_FONT = "LiberationSans-Regular.ttf"


class NothingFetched(URLFetcher):
    """Refuses every address: a letter is made of what stands in it, and nobody learns that it was made."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Stop the rendering, whatever the address is."""
        raise FatalURLFetchingError("A letter may not load anything.")


def write_pdf(html: str) -> bytes:
    """The document as PDF/UA-1: tagged, with the title and the language of the HTML.

    Raises FatalURLFetchingError when the document refers to anything outside itself.
    """
    return HTML(string=html, url_fetcher=NothingFetched()).write_pdf(pdf_variant="pdf/ua-1")


def characters_without_font(text: str) -> list[str]:
    """The characters of the text that no installed font has, each once, in order."""
    left = {each for each in text if not each.isspace() and each.isprintable()}
    left -= _printable_of_main_font()
    if left:
        for path in _font_files():
            left -= _printable_of(path)
            if not left:
                break
    return sorted(left)


@cache
def _printable_of_main_font() -> frozenset[str]:
    path = next((each for each in _font_files() if each.name == MAIN_FONT), None)
    return _printable_of(path) if path else frozenset()


@cache
def _font_files() -> tuple[Path, ...]:
    return tuple(sorted(_fonts_in_folders()))


def _fonts_in_folders() -> Iterator[Path]:
    for folder in FONT_FOLDERS:
        yield from (path for path in folder.rglob("*") if path.suffix.lower() in (".ttf", ".otf"))


@cache
def _printable_of(path: Path) -> frozenset[str]:
    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except (TTLibError, OSError):
        return frozenset()
