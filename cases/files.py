"""Which files are taken: by what they are, not by what they are called."""

from __future__ import annotations

from pathlib import PurePath

import puremagic
from django.core.files.uploadedfile import UploadedFile

LARGEST_BYTES = 25 * 1024 * 1024
# Extension, the type we serve, and what the content may be recognised as.
_TYPES = {
    ".pdf": ("application/pdf", {".pdf"}),
    ".jpg": ("image/jpeg", {".jpg", ".jpeg", ".jfif", ".jpe"}),
    ".jpeg": ("image/jpeg", {".jpg", ".jpeg", ".jfif", ".jpe"}),
    ".png": ("image/png", {".png"}),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", {".docx"}),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {".xlsx"}),
    ".txt": ("text/plain", set()),
}
_NAMES = "PDF, JPG, PNG, DOCX, XLSX or TXT"
# An Office file is a zip; inside, the content's own list of parts says which.
_ZIP_FAMILY = {".docx": b"word/", ".xlsx": b"xl/"}


class FileRefused(Exception):
    """The file cannot be taken; the text says why and what to do. `field` is the form's field of the file."""

    field = "upload"


def content_type_of(upload: UploadedFile) -> str:
    """The type of an upload whose extension and content agree. Raises FileRefused."""
    name = PurePath(upload.name or "").name
    extension = PurePath(name).suffix.lower()
    if extension not in _TYPES:
        raise FileRefused(f"{name} must be a {_NAMES} file.")
    if not upload.size:
        raise FileRefused(f"{name} is empty. Choose a file that has something in it.")
    if upload.size > LARGEST_BYTES:
        raise FileRefused(f"{name} must be smaller than 25 MB.")
    content = upload.read()
    upload.seek(0)
    if not _agrees(extension, content):
        raise FileRefused(f"{name} is not what its name says. Save it again as a {_NAMES} file.")
    return _TYPES[extension][0]


def _agrees(extension: str, content: bytes) -> bool:
    if extension == ".txt":
        return b"\x00" not in content
    if extension in _ZIP_FAMILY:
        return content.startswith(b"PK\x03\x04") and _ZIP_FAMILY[extension] in content
    try:
        found = {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return False
    return bool(found & _TYPES[extension][1])
