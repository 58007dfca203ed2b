"""`errata import`: import the articles of another knowledge base, and account for each part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from errata.commands import _console
from errata.commands._console import Settings, print_status, require_extra
from errata.commands._habits import read_habits
from errata.commands._project import shorten_path
from errata.files import LoadedConfig, read_config
from errata.files.active_content import why_active_data
from errata.files.imports import (
    CHANGED,
    DELETED,
    EDITED,
    FOREIGN,
    SAME,
    WROTE,
    ImportRecord,
    read_export,
    read_record,
    write_imported,
    write_record,
)
from errata.text.display import pluralise, printable
from errata.text.locales import locale_tag

if TYPE_CHECKING:
    from datetime import tzinfo

    from errata.importing.plan import ConvertedArticle, ImportRules
    from errata.importing.records import Account, ExportSource, ImportOutcome

_SOURCES: Final = ("zendesk", "servicenow", "dynamics", "confluence", "html")


@_console.command(
    "errata import zendesk export.zip",
    "errata import servicenow kb_knowledge.json attachments/ --timezone Europe/Berlin",
    "errata import html pages/ --dry-run",
)
@click.argument("source", type=click.Choice(_SOURCES))
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@click.option("--update", is_flag=True, help="Also update articles that changed in the export.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, without writing it.")
@click.option("--flat", is_flag=True, help="Do not create folders for sections and categories.")
@click.option("--locale", metavar="TAG", help="Language of articles that do not state one.")
@click.option(
    "--timezone",
    metavar="NAME",
    default="UTC",
    help="Time zone of times that do not state one.  [default: UTC]",
)
@click.option(
    "--encoding", metavar="NAME", default="", help="Encoding of all text.  [default: detected]"
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write the report to a file, as JSON.",
)
@_console.format_option(["text", "json"])
@_console.kb_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    source: str,
    paths: tuple[Path, ...],
    update: bool,  # noqa: FBT001 - click gives it by name
    dry_run: bool,  # noqa: FBT001 - as above
    flat: bool,  # noqa: FBT001 - as above
    locale: str | None,
    timezone: str,
    encoding: str,
    report: Path | None,
    form: str,
    kb: Path | None,
) -> int:
    """Convert an export of another knowledge base into articles, and report what was left out.

    PATH is a file, a folder or a zip archive of the export. Nothing is downloaded. Files that were
    edited after an earlier import are never changed. The exit status is 1 if anything could not be
    imported; the report on stdout lists it.
    """
    require_extra("import", "bs4", "defusedxml")
    loaded = read_config(Path.cwd(), explicit=settings.config)
    folder = kb or loaded.root / loaded.config.kb
    chosen = _checked_locale(locale) or loaded.config.default_locale
    record = read_record(folder)
    rules = replace(_rules(folder, loaded, record, flat=flat), locale=chosen)
    rules = replace(rules, vocabulary=replace(rules.vocabulary, zone=_zone(timezone)))
    account = _import(_source(source), paths, encoding, rules, folder, record, update, dry_run)
    if not dry_run and record.files:
        write_record(folder, record)
    outcomes = account.outcomes()
    _report(outcomes, form, report)
    articles = _count_articles(outcomes)
    done = "would be in" if dry_run else "is in" if articles == 1 else "are in"
    print_status(f"{pluralise(articles, 'article')} {done} {shorten_path(folder)}")
    return 0 if all(outcome.is_fine for outcome in outcomes) else 1


def _count_articles(outcomes: tuple[ImportOutcome, ...]) -> int:
    """Count the articles that are in the folder as the export has them."""
    from errata.importing.records import CARRIED, UNCHANGED  # noqa: PLC0415 - an extra

    articles = [outcome for outcome in outcomes if outcome.kind == "article"]
    return sum(outcome.times for outcome in articles if outcome.result in {CARRIED, UNCHANGED})


def _report(outcomes: tuple[ImportOutcome, ...], form: str, file: Path | None) -> None:
    from errata.importing.plan import format_outcomes, format_outcomes_as_json  # noqa: PLC0415 - an extra

    if file:
        file.write_text(format_outcomes_as_json(outcomes), encoding="utf-8")
    if form == "json":
        click.echo(format_outcomes_as_json(outcomes), nl=False)
    else:
        # Titles and addresses are other people's, and a terminal obeys some characters.
        click.echo("\n".join(map(printable, format_outcomes(outcomes).splitlines())))


def _checked_locale(locale: str | None) -> str:
    if not locale:
        return ""
    tag = locale_tag(locale)
    if tag is None:
        raise click.UsageError(f"`{locale}` is not a locale such as `en` or `pt-BR`")
    return tag


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.UsageError(f"`{name}` is not a time zone such as `Europe/Berlin`") from None


def _source(name: str) -> ExportSource:
    from errata.importing import confluence, dynamics, html_folder, servicenow, zendesk  # noqa: PLC0415 - an extra

    return {
        "zendesk": zendesk.ZENDESK,
        "servicenow": servicenow.SERVICENOW,
        "dynamics": dynamics.DYNAMICS,
        "confluence": confluence.CONFLUENCE,
        "html": html_folder.HTML,
    }[name]


def _rules(kb: Path, loaded: LoadedConfig, record: ImportRecord, *, flat: bool) -> ImportRules:
    from errata.importing.front_matter import ValueRules  # noqa: PLC0415 - an extra
    from errata.importing.placing import Surroundings  # noqa: PLC0415 - as above
    from errata.importing.plan import ImportRules  # noqa: PLC0415 - as above

    habits, config = read_habits(kb, loaded), loaded.config
    surroundings = Surroundings(
        config.default_locale,
        frozenset(config.locales) | habits.locales,
        habits.pattern,
        habits.numbers,
        habits.paths,
        habits.flat and bool(habits.paths),
        not flat,
        record.articles(),
    )
    values = {
        key: {written.lower(): ours for written, ours in table.items()}
        for key, table in config.metadata.values.items()
    }
    vocabulary = ValueRules(values=values, products=config.metadata.vocabulary.get("product", ()))
    return ImportRules(surroundings, vocabulary, config.default_locale, why_active_data)


def _import(  # noqa: PLR0913, PLR0917 - the parts of a command line
    source: ExportSource,
    paths: tuple[Path, ...],
    encoding: str,
    rules: ImportRules,
    kb: Path,
    record: ImportRecord,
    update: bool,  # noqa: FBT001 - private
    dry: bool,  # noqa: FBT001 - private
) -> Account:
    from errata.importing.plan import convert_articles, read_exported  # noqa: PLC0415 - an extra
    from errata.importing.records import GONE, MISSING, Account, Texts  # noqa: PLC0415 - as above

    account = Account()
    texts = Texts(read_export(paths), encoding)
    articles = read_exported(source, texts, rules, account)
    if not articles:
        account.note(
            "record", MISSING, str(paths[0]), "articles", f"not an export of {source.name}?"
        )
    for converted in convert_articles(source, texts, articles, rules, account):
        _write(converted, kb, record, account, update=update, dry=dry)
    present = {article.key for article in articles}
    if update:
        for key, before in record.articles().items():
            if key.startswith(f"{source.name}:") and key not in present:
                account.note("article", GONE, before.path, before.number or key, "its file is kept")
    return account


def _write(  # noqa: PLR0913 - as above
    converted: ConvertedArticle,
    kb: Path,
    record: ImportRecord,
    account: Account,
    *,
    update: bool,
    dry: bool,
) -> None:
    from errata.importing.records import (  # noqa: PLC0415 - an extra
        CARRIED,
        PENDING,
        TAKEN,
        UNCHANGED,
    )
    from errata.importing.records import EDITED as WAS_EDITED  # noqa: PLC0415 - as above

    results = {
        WROTE: (CARRIED, ""),
        SAME: (UNCHANGED, ""),
        EDITED: (WAS_EDITED, "it is kept as it is"),
        DELETED: (WAS_EDITED, "it was deleted later, and is not written again"),
        CHANGED: (PENDING, "use `--update` to write it"),
        FOREIGN: (TAKEN, "another file has this name"),
    }
    for file in (converted.file, *converted.files):
        result = write_imported(kb, file, record, update=update, dry=dry)
        word, detail = results[result]
        if file.key:
            account.note("article", word, converted.article.where, file.path, detail)
        elif result not in {WROTE, SAME}:
            account.note("file", word, converted.article.where, file.path, detail)
