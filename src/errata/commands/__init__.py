"""The command line: one module per command, and shared ones, whose names begin with `_`.

- `_line` runs a command; `_console` and `_options` have messages and options of several.
- A knowledge base: `_project` opens it, `_lookup` answers questions about one locale, `_checked`
  checks it; `_edited_project` and `_edits` follow edits.
- From one run to the next: `_environment`, `_caches`, `_last_build`, `_replay`.
- `check`: `_findings`, `_fixes`, and `_site_checks` for `serve`.
- `explain` and `scan`: `_explainer`, `_unknown`, `_scanner`, `_writer`.
- `new` and `import`: `_habits`, `_read_log`.
- Editors: `_language_server` with `_protocol`, `_editor_session`, `_workspace`; `_editor_settings`.
- `_timings` measures.
"""
