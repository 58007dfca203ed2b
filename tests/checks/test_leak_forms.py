"""The forms of secrets find their own examples, and no text that is plainly made up."""

from __future__ import annotations

import pytest

from errata.checks.kb605_secret import secret_forms
from errata.data import read_data

FORMS: list[dict[str, str]] = read_data("leaks")["secrets"]  # type: ignore[assignment] # a list of tables


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["name"])
def test_a_form_of_secrets_finds_its_example_and_not_the_other(form: dict[str, str]) -> None:
    secret_form = next(candidate for candidate in secret_forms() if candidate.name == form["name"])
    assert secret_form.pattern.search(form["example"])
    assert any(word in form["example"] for word in secret_form.words)
    assert not secret_form.pattern.search(form["no-example"])
