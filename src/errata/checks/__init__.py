"""The checks: one module each, `kbNNN_what_it_finds.py`; `errata.diagnostics.registry` finds them.

A check's module has

- a docstring, which is its documentation: the first sentence, a paragraph of its own, is its title;
- `SEVERITY`, unless a finding or the user's configuration says otherwise;
- `MAY_WAIT = True` where a draft may lack what it asks for, and an article out of use for ever:
  nothing is reported in either;
- `SEVERITY_IF_VALIDATED` where the same fault is worse in an article that somebody validated;
- one function `observe_…(article, kb)`, such as `observe_resolution`, where the check looks at the
  content of each article: it returns what `kb.observe` or `kb.observe_links` keeps of it. Where one
  check looks, all do, so that each content is read once;
- `check(subject)`, which yields a `Finding` for each fault of one object. The type of `subject`,
  which may be a union, is the check's scope. There are
  - what reading notes: `errata.model.observations`,
  - a front matter as it is written: `FrontMatterContext`,
  - an article with its text, right after it was read: `ReadArticle`,
  - all articles with the configuration, the interface, the finished site: `errata.checks.subjects`.

Checks of the first three run while an article is read, and what they find is cached with it: so
they depend on that article alone.

`tests/checks/KBNNN-what-it-finds.md` shows an article, what the check finds in it, and the same
article without the fault.
"""
