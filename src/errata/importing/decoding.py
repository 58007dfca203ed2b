"""Decodes bytes of an export to text, JSON, rows or XML; errors give the line and column.

UTF-8 is tried first, then the encoding that the file states. Older programs use the encoding of
their Windows: Japanese is distinguished from Western European by its hiragana.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, urlsplit

from defusedxml import DefusedXmlException, ElementTree

from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.errors import KnowledgeBaseError
from errata.text.display import shorten_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# 'encoding="Shift_JIS"', "charset=windows-1252" and 'charset="x"' yes; "charset" alone no.
_DECLARED: Final = compile_late(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
# How many bytes at the beginning may declare a file's encoding: HTML allows 1,024.
_HEAD: Final = 1024
# "の" yes; "日" no. And all that is beyond ASCII: "ü" yes, "u" no.
_HIRAGANA: Final = compile_late("[\u3041-\u3096]")
_FOREIGN: Final = compile_late(r"[^\x00-\x7f]")
# Japanese prose is 35 to 55 % hiragana; German read as Shift_JIS has none.
_ENOUGH: Final = 0.1
# Excel refuses longer cells, knowledge bases do not: an article is one cell.
csv.field_size_limit(256 * 1024 * 1024)


def decode(data: bytes, path: str, encoding: str = "") -> tuple[str, str]:
    """Return the text, and the encoding if it was guessed; empty if there was no doubt.

    Raises:
        KnowledgeBaseError: if the file is not text in the encoding that was asked for.
    """
    text, guessed = _decode(data, path, encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n"), guessed


def _decode(data: bytes, path: str, encoding: str) -> tuple[str, str]:
    if encoding:
        return _decode_as(data, path, encoding), ""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), ""
    if data[:2] == b"<\x00" or data[:2] == b"{\x00":
        return data.decode("utf-16-le", "replace"), "UTF-16"
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    if (match := _DECLARED.search(data, 0, _HEAD)) and (name := _codec_name(match[1])):
        return data.decode(name, "replace"), ""
    return _guess(data)


def _codec_name(name: bytes) -> str:
    text = name.decode("ascii")
    try:
        codec = codecs.lookup(text)
        b"a".decode(text, "replace")  # "undefined", which scripts write, and "idna" refuse to
    except (LookupError, ValueError):
        return ""
    # A file that declares UTF-8 but is not UTF-8 was not converted when it was saved.
    return "" if codec.name == "utf-8" or not codec._is_text_encoding else text  # noqa: SLF001 - "hex" and "zip" are codecs, too


def _decode_as(data: bytes, path: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        message = f"`{encoding}` is not an encoding"
        raise KnowledgeBaseError(message, help="write it as in `cp1252` or `shift_jis`") from None
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        message = f"`{path}` is not {encoding} text"
        remedy = "leave `--encoding` out, or give the encoding that the file has"
        raise KnowledgeBaseError(message, span=Span(path, line), help=remedy) from None


def _guess(data: bytes) -> tuple[str, str]:
    for name in ("cp932", "euc_jp"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if len(_HIRAGANA.findall(text)) > _ENOUGH * len(_FOREIGN.findall(text)):
            return text, {"cp932": "Shift_JIS", "euc_jp": "EUC-JP"}[name]
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "ISO-8859-1"


def parse_json(text: str, path: str) -> Any:  # noqa: ANN401 - what JSON holds is looked at by each reader
    """Parse a document of JSON, or several, one on each line.

    Raises:
        KnowledgeBaseError: with line and column.
    """
    try:
        document = json.loads(text, object_pairs_hook=partial(_make_object, path))
        if _HALF.search(text):
            # Half of a pair alone is no character, and no file can hold it.
            document = json.loads(
                json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
            )
    except RecursionError:
        raise KnowledgeBaseError(f"`{path}` is nested too deeply", span=Span(path)) from None
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if error.msg == "Extra data" and len(lines) > 1:
            return [parse_json(line, path) for line in lines]
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        reason = "it ends in the middle" if cut else error.msg[:1].lower() + error.msg[1:]
        remedy = "export it again: the file is incomplete" if cut else "export it again"
        span = Span(path, error.lineno, error.colno)
        raise KnowledgeBaseError(f"not valid JSON: {reason}", span=span, help=remedy) from None
    except ValueError:  # a whole number of more digits than Python reads
        message = f"`{path}` has a number with too many digits"
        raise KnowledgeBaseError(message, span=Span(path)) from None
    return document


def _make_object(path: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        keys = Counter(key for key, _ in pairs)
        message = f"an object has the key `{shorten_line(keys.most_common(1)[0][0])}` twice"
        raise KnowledgeBaseError(message, span=Span(path), help=_ONE_OF_TWO)
    return record


_ONE_OF_TWO: Final = "remove one of them: only the last would be imported"

# "\\ud83d\\ude00" and "\\ud800" yes; "\\u00e4" no.
_HALF: Final = compile_late(r"\\u[dD][89a-fA-F]")


def parse_csv(text: str, path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the line that it ends on; the first row names the columns.

    Raises:
        KnowledgeBaseError: if a quoted cell has no end, the file has no row, two columns have one
            name, or a row has a cell without a column.
    """
    first = text.partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().strip("\ufeff") for name in next(reader, [])]
        _check_columns(names, path)
        for row in reader:
            if any(cell.strip() for cell in row[len(names) :]):
                message = (
                    f"a row has {len(row)} cells, but the first row names {len(names)} columns"
                )
                remedy = "export it again, or put cells that contain a delimiter in quotation marks"
                raise KnowledgeBaseError(message, span=Span(path, reader.line_num), help=remedy)
            if any(cell.strip() for cell in row):
                yield reader.line_num, dict(zip(names, map(_plain_cell, row), strict=False))
    except csv.Error as error:
        remedy = "export it again: the file is incomplete"
        span = Span(path, reader.line_num)
        raise KnowledgeBaseError(f"not valid CSV: {error}", span=span, help=remedy) from None


def _check_columns(names: Sequence[str], path: str) -> None:
    name, count = Counter(filter(None, names)).most_common(1)[0] if any(names) else ("", 0)
    if count > 1:
        message = f"two columns have the name `{shorten_line(name)}`"
        raise KnowledgeBaseError(message, span=Span(path, 1), help=_ONE_OF_TWO)


# "'=1+1", "'@a" and "'-5": what exporters write so that Excel does not calculate; "'tis" no.
_GUARDED: Final = compile_late(r"'(?=[=+@\t-])")


def _plain_cell(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


# "<?xml version='1.0' encoding='Shift_JIS'": the text is decoded already.
_ENCODING: Final = compile_late(r"""(<\?xml[^>]{0,80}?)\s+encoding\s*=\s*["'][^"']{0,40}["']""")


def parse_xml(text: str, path: str) -> Element:
    """Parse a document to its root, without entities of its own.

    Raises:
        KnowledgeBaseError: with line and column; also for what could fill the memory.
    """
    try:
        plain = _ENCODING.sub(r"\1", text, count=1)
        root: Element = ElementTree.fromstring(plain.encode("utf-8", "surrogatepass"))
    except DefusedXmlException:
        message = f"`{path}` defines entities of its own, which could be an attack"
        remedy = "export it again, or remove its `<!DOCTYPE …>`"
        raise KnowledgeBaseError(message, span=Span(path), help=remedy) from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        line, column = getattr(error, "position", (1, 0))
        message = f"not valid XML: {str(error).partition(':')[0]}"
        remedy = "export it again: the file is incomplete or damaged"
        span = Span(path, line, column + 1)
        raise KnowledgeBaseError(message, span=span, help=remedy) from None
    return root


# The most digits of the version of an article or the place of a piece: more is not one of these.
_MOST_DIGITS: Final = 9


def number_of(text: str) -> int:
    """Return a whole number without a sign; 0 for any other text."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def record_of(record: object, name: str) -> Mapping[str, Any]:
    """Return the record in a field; empty if the field has something else."""
    value = record.get(name) if isinstance(record, dict) else None
    return value if isinstance(value, dict) else {}


def items_of(record: object, name: str) -> list[Any]:
    """Return the items of the list in a field; none if the field has something else."""
    value = record.get(name) if isinstance(record, dict) else None
    return value if isinstance(value, list) else []


def split_address(address: str) -> SplitResult:
    """Split a web address into its parts as written; all are empty if it is not an address."""
    try:
        return urlsplit(address)
    except ValueError:  # a bracket in the host
        return urlsplit("")


# "a; b", "a, b" and "a\nb" yes; "a b" no.
_BETWEEN_KEYWORDS: Final = compile_late(r"[,;\n]")


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a list in one text, each once."""
    keywords = map(str.strip, _BETWEEN_KEYWORDS.split(text))
    return tuple(dict.fromkeys(filter(None, keywords)))


def text_of(record: object, *names: str) -> str:
    """Return the first of these fields that has a value, as text."""
    fields = record if isinstance(record, dict) else {}
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict):
            # ServiceNow with `sysparm_display_value`, and references without.
            value = value.get("display_value") or value.get("value")
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str | int | float) and str(value).strip():
            return str(value).strip()
    return ""
