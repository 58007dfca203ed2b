"""Rendering of pages: templates, their sandbox, style sheets and structured data.

`templates` compiles them, `render` fills them within `sandbox`, with structured data; `errors` says
what is wrong in a template.
"""
