"""The document for who fills a school's file or connects its system: every column, made from the form itself."""

from __future__ import annotations

from portal.actions.api_keys import MONTHS_OF_A_KEY, MOST_KEYS
from portal.batch_files import MOST_ROWS
from portal.columns import CONFIRMED, Columns
from portal.presenters.batches import present_columns
from portal.rows import columns_of
from portal.webforms import WebForm

_INTRODUCTION = """# {label}: by file and by API
<!-- Made by `./run manage write_columns`: change the columns, not this file. -->

What is sent so goes through the same pages, checks and doubts as the form, and is kept, answered, corrected and
withdrawn like one. Nothing is sent twice: the same pupil and the same days of the same school are recognised.

## By file
The school's home has “Send many at once”. The file is CSV with commas or semicolons, in UTF-8 or as Excel saves
it, with up to {rows} rows and the headings below in the first row, in any order. It is looked through first:
each row shows what is wrong (line, column, fix), what is unlikely and must be confirmed, and what it means.
Good rows are sent when somebody says so; the others stay, and can be saved as a file with what to correct.

A pupil is found on the school's own roll by UPN, else by exactly the same name and date of birth, else taken as
typed.

## By API
A head teacher makes a key on the school's home: at most {keys} at a time, good for {months} months, shown once.
The schema is at `/api/v1/schema/`, for who is signed in and for a key.

    POST /api/v1/submissions/{path}/            Authorization: Bearer onroll_…
                                                      Idempotency-Key: yours, another one for each form
    POST /api/v1/submissions/{path}/?dry_run=true    says errors, doubts and meaning; sends nothing
    GET  /api/v1/submissions/EX-S-2026-0201/          status, decision and reason of what this school sent

The body is one JSON object with the fields below, each a text or null; `reasons` and `notice_says` may be lists, yes
and no may be true and false, `year_group` may be a number. `{confirmed}` is a list of the codes of doubts that are
right.

| answer | means |
|---|---|
| 201 | sent: reference, address of its status, meaning. The same request again has the same answer |
| 200 | of a dry run |
| 400 | no JSON, or no Idempotency-Key |
| 401 | no key, or one that is unknown, revoked or expired |
| 409 | the Idempotency-Key was used for another form; or sent already, then with `already_sent_as` |
| 411 | no Content-Length: a body in chunks is not read |
| 413 | larger than 200 kB |
| 415 | no header `Content-Type: application/json` |
| 422 | `errors` by field, or `doubts` to be confirmed: see below. The Idempotency-Key can be used again |
| 429 | too many requests of this key; `Retry-After` says when |

### Doubts
What is possible but probably a mistake is a doubt: the form is not sent, and the answer is 422 with `doubts`, each with
its `code`, a `title`, a `text`, and in `confirm_in` the name of the field that confirms it. Correct the answer, or send
the same request again with the code in that field; a code that is known beforehand can stand there the first time:

    "{confirmed}": [{example}]

A code counts for the answers of its own request. A dry run shows the doubts without sending.
{always}
## Columns and fields
“File” says whether the heading must be there. Values may be written as the code or as its words.

| Column | Field of the API | File | What stands in it |
|---|---|---|---|
"""


def columns_document(webform: WebForm) -> str:
    """The document of one form."""
    columns = columns_of(webform)
    head = _INTRODUCTION.format(
        label=webform.label,
        path=columns.path,
        confirmed=CONFIRMED,
        example=", ".join(f'"{code}"' for code in columns.always_asked) or '"…"',
        always=_always_asked(columns),
        rows=MOST_ROWS,
        keys=MOST_KEYS,
        months=MONTHS_OF_A_KEY,
    )
    rows = [
        f"| {each['name']} | `{each['key']}` | {'needed' if each['needed'] else ''} | {_takes(each)} |"
        for each in present_columns(webform)
    ]
    return head + "\n".join(rows) + "\n"


def _always_asked(columns: Columns) -> str:
    return "".join(
        f"\nAsked of everything that is sent by file or by API: `{code}`. {why}\n"
        for code, why in columns.always_asked.items()
    )


def _takes(column: dict[str, object]) -> str:
    values = column["values"]
    words = "; ".join(f"`{each['code']}` {each['label']}" for each in values) if isinstance(values, list) else ""
    return " ".join(str(part) for part in (column["help"], column["takes"], words) if part)
