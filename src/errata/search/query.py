"""Answers queries by running the site's own search script in QuickJS.

There is one search engine, the script that readers load. Here it reads the index from memory where
a browser fetches files, so `errata search` and the site give the same articles in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import quickjs
from pydantic import TypeAdapter, ValidationError

from errata.errors import ThemeError

# What the script must offer: `createSearcher(place)`, whose `find` gives every article at once.
# Values cross over as JSON, whose escapes also carry what UTF-8 cannot: half a surrogate pair.
_BRIDGE: Final = """
const searcher = Reflect.errata.createSearcher({
  base: "",
  locale: "",
  load: async (path) => JSON.parse(readFile(path) || refuse(path)),
  pause: async () => {},
});
function refuse(path) {
  throw new Error(`no file ${path}`);
}
async function find(query, typing) {
  const found = await searcher.find(query, typing);
  const { kind, codes, near, unknown = [], numbers, nearest, absent, lines } = found;
  const hidden = (found.hidden ?? []).map(({ number }) => number);
  const excerpts = Object.fromEntries(lines);
  const names = unknown.map(({ code }) => code);
  const articles = { hidden, numbers, nearest, excerpts };
  return JSON.stringify({ kind, codes, near, unknown: names, absent, ...articles });
}
function ask(query, typing) {
  find(JSON.parse(query), typing).then(succeed, (error) => fail(`${error}`));
}
"""
# The scripts of a theme that answer: the engine, and what it loads for questions, words,
# slips, logs, quotes and codes that are not known.
_SCRIPTS: Final = (
    "js/search/engine.js",
    "js/search/questions.js",
    "js/search/words.js",
    "js/search/guess.js",
    "js/mask.js",
    "js/search/operators.js",
    "js/search/unknown.js",
)
# The path under which the script asks for a file, around the file's name.
_FOLDER, _SUFFIX = "search//", ".js"


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a query."""

    kind: str
    """`empty`, `code`, `near`, `log`, `words` or `none`."""
    codes: tuple[str, ...] = ()
    """Codes in the query, in its order."""
    near: tuple[str, ...] = ()
    """Codes that the query may mean."""
    unknown: tuple[str, ...] = ()
    """Codes of known families that no article explains."""
    absent: tuple[str, ...] = ()
    """Words of a question that no article has."""
    hidden: tuple[str, ...] = ()
    """Unlisted articles that the query names by their number or code."""
    numbers: tuple[str, ...] = ()
    """Articles, the best first."""
    nearest: tuple[str, ...] = ()
    """Articles that share words with a question that none answers, the nearest first."""
    excerpts: dict[str, str] = field(default_factory=dict)
    """Article number -> its best line, for the first ones."""


_ANSWER: Final = TypeAdapter(Answer)


def search_script(assets: Mapping[str, bytes]) -> str:
    """Return the scripts of a theme that answer queries, as one."""
    return "".join(assets[path].decode("utf-8", "replace") for path in _SCRIPTS)


class Searcher:
    """Answers the queries of one locale.

    Raises:
        ThemeError: if the script, which may be a user's own, fails or gives no answer.
    """

    def __init__(self, script: str, files: Mapping[str, object]) -> None:
        """Run the script over the files of an index, by name, such as `root`."""
        self._files = files
        self._answers: list[str] = []
        self._errors: list[str] = []
        self._context = quickjs.Context()
        # No callable may raise: QuickJS cannot pass a Python exception on.
        self._context.add_callable("readFile", self._read_file)
        self._context.add_callable("succeed", self._answers.append)
        self._context.add_callable("fail", self._errors.append)
        try:
            self._context.eval(script)
            self._context.eval(_BRIDGE)
        except quickjs.JSException as error:
            raise _script_error(str(error)) from None

    def ask(self, query: str, *, typing: bool = False) -> Answer:
        """Answer a query of any length.

        With `typing`, the last word may be incomplete.
        """
        self._answers.clear()
        self._errors.clear()
        self._context.get("ask")(json.dumps(query), typing)
        while self._context.execute_pending_job():
            pass
        if not self._answers:
            raise _script_error(*self._errors)
        try:
            return _ANSWER.validate_json(self._answers[0])
        except ValidationError as error:
            raise _script_error(str(error)) from None

    def _read_file(self, path: str) -> str:
        """Read a file of the index; return nothing if a browser would not find it."""
        name = path.removeprefix(_FOLDER).removesuffix(_SUFFIX)
        data = self._files.get(name)
        return "" if data is None else json.dumps(data)


def _script_error(reason: str = "it gave no answer") -> ThemeError:
    message = f"the theme's search script failed: {reason.splitlines()[0]}"
    return ThemeError(message, help="remove your own `assets/js/search/`, or correct it")
