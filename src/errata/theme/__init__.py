"""Rendering of pages: templates, their sandbox, style sheets and structured data."""
