"""The checks: one module each, `kbNNN_what_it_finds.py`; `errata.diagnostics.registry` finds them.

The module's docstring is its documentation: its first sentence, a paragraph of its own, says what
the check finds. `SEVERITY` is its severity unless a finding or the user's configuration says
otherwise. `SCOPE` is the class, or the tuple of classes, that it looks at, and `check(subject)`
yields a `Finding` for each fault of one object of that class. Such classes are

- what reading notes: `errata.model.observations`,
- a front matter as it is written: `FrontMatterContext`,
- an article with its text, right after it was read: `ReadArticle`,
- all articles with the configuration, the interface, the finished site: `errata.checks.subjects`.

Checks of the first three run while an article is read, and what they find is remembered with it: so
they depend on that article alone. `tests/checks/KBNNN-what-it-finds.md` shows what each finds.
"""
