"""`errata schema` prints what an editor reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.running import Command


def test_it_prints_the_schema_of_the_front_matter_or_of_the_configuration(errata: Command) -> None:
    of_articles = errata("schema")
    assert of_articles.returncode == 0
    assert "article-number" in json.loads(of_articles.stdout)["properties"]
    of_config = errata("schema", "--config")
    assert "default-locale" in json.loads(of_config.stdout)["properties"]
