"""A few lines of text as a PDF file of one page, without any library: enough for an invented letter."""

from __future__ import annotations

from collections.abc import Sequence

FIRST_LINE_Y, LINE_HEIGHT, LEFT = 780, 18, 60


def text_as_pdf(lines: Sequence[str]) -> bytes:
    """The lines on an A4 page in Helvetica. Characters outside Windows-1252 become question marks."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        _stream(lines),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(content))
    )


def _stream(lines: Sequence[str]) -> bytes:
    shown = "".join(f"({_escaped(line)}) Tj 0 -{LINE_HEIGHT} Td " for line in lines)
    text = f"BT /F1 12 Tf {LEFT} {FIRST_LINE_Y} Td {shown}ET".encode("cp1252", "replace")
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
