"""Reads the theme: templates, interface strings and assets, the shipped ones and the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.errors import ConfigError, ThemeError
from errata.files.active_content import why_active
from errata.files.config import error_at_key
from errata.files.text import display_path, read_bytes, read_text, shipped_file
from errata.model import Keeper, TemplateFile, Theme, digest
from errata.site.urls import ASSETS, logo_path
from errata.text.locales import locale_tag
from errata.text.toml import locate_key, read_toml

# Width and height of a picture for shared links, as a PNG's header has them: what pages announce.
_SHARED_SIZE: Final = (1200).to_bytes(4) + (630).to_bytes(4)
# The most bytes of a logo. Readers fetch it with every page, and a logo made for the web is far
# smaller.
_LARGEST: Final = 1_000_000
# Ending of a logo -> how its content begins, so that nothing else is published under the name of a
# picture. An SVG may have a declaration and comments in front: "<?xml …?><svg " yes, "<html>" no.
_MAGIC: Final = {
    ending: compile_late(beginning)
    for ending, beginning in {
        "svg": rb"[\s\S]{0,20000}?<svg\b",
        "png": rb"\x89PNG\r\n\x1a\n",
        "jpg": rb"\xff\xd8\xff",
        "jpeg": rb"\xff\xd8\xff",
        "webp": rb"RIFF[\s\S]{4}WEBP",
        "gif": rb"GIF8[79]a",
        "avif": rb"[\s\S]{4}ftypavi[fs]",
    }.items()
}


def read_whole_theme(
    config_file: Path | None,
    templates: Path | None,
    logo: Path | None,
    keeper: Keeper | None = None,
) -> Theme:
    """Read templates, strings, assets and the logo; an error is at the key that names it."""
    with error_at_key(config_file, "templates"):
        theme = read_theme(templates, keeper)
    with error_at_key(config_file, "site", "logo"):
        return with_logo(theme, logo)


def with_logo(theme: Theme, logo: Path | None) -> Theme:
    """Add a picture next to the site's name, as `logo.<ending>` among the assets.

    Raises:
        ThemeError: if it is not a picture by its ending and its content, or cannot be read.
    """
    if logo is None:
        return theme
    ending, printed = logo.suffix.removeprefix(".").lower(), display_path(logo)
    if ending not in _MAGIC:
        remedy = "give an SVG, PNG, WebP or JPEG file as `logo`"
        raise ThemeError(f"`{printed}` is not a picture that browsers can show", help=remedy)
    if not logo.is_file():
        problem = "is a folder" if logo.is_dir() else "does not exist"
        remedy = "create it, or correct `logo` in the configuration"
        raise ThemeError(f"the logo `{printed}` {problem}", help=remedy)
    if why := why_active(logo.name, logo):
        raise ThemeError(f"the logo `{printed}` {why}", help="save it without scripts")
    if logo.stat().st_size > _LARGEST:
        message = f"the logo `{printed}` has more than {_LARGEST:,} bytes"
        raise ThemeError(message, help="make it smaller: readers fetch it with every page")
    data = read_bytes(logo, ThemeError)
    if not _MAGIC[ending].match(data):
        message = f"the content of the logo `{printed}` is not {ending.upper()}"
        raise ThemeError(message, help="save it again in the format that its file extension names")
    name = logo_path(logo.name).removeprefix(ASSETS)
    return replace(theme, assets={**theme.assets, name: data})


def read_theme(user_templates: Path | None, keeper: Keeper | None = None) -> Theme:
    """Read templates by name, strings by locale, assets by path; the user's win one by one.

    Raises:
        ThemeError: if the user's folder is missing, or a file in it cannot be read or is not
            UTF-8, not valid TOML, or lies outside the folder.
    """
    default = shipped_file("templates", "templates")
    strings = read_strings(user_templates, keeper)
    _check_shared(user_templates)
    own_assets = _assets(user_templates)
    return Theme(
        _templates(default),
        _templates(user_templates),
        strings,
        _assets(default) | own_assets,
        _wording(user_templates),
        frozenset(own_assets),
    )


def read_words(user_templates: Path | None, keeper: Keeper | None = None) -> Theme:
    """Read what a check needs: the strings, and the user's own templates and string files.

    Raises:
        ThemeError: as `read_theme` does.
    """
    strings = read_strings(user_templates, keeper)
    return Theme({}, _templates(user_templates), strings, {}, _wording(user_templates))


def read_strings(
    user_templates: Path | None, keeper: Keeper | None = None
) -> dict[str, dict[str, str]]:
    """Read the interface's strings by language, the user's own over the shipped ones.

    To parse the shipped ones takes 40 ms, so the result is kept by their texts.

    Raises:
        ThemeError: as `read_theme` does.
    """
    if user_templates and not user_templates.is_dir():
        remedy = "create it, or correct `templates` in the configuration"
        message = f"the folder of templates `{display_path(user_templates)}` does not exist"
        raise ThemeError(message, help=remedy)
    wording = _wording(shipped_file("templates", "templates"))
    key = digest({tag: file.text for tag, file in wording.items()})
    form = dict[str, dict[str, str]]
    shipped = (keeper or Keeper()).keep("shipped strings", form, key, lambda: _strings(wording))
    own = _strings(_wording(user_templates))
    return {tag: shipped.get(tag, {}) | own.get(tag, {}) for tag in sorted({*shipped, *own})}


def _check_shared(folder: Path | None) -> None:
    """Refuse the user's own preview pictures of another size: every page states the size."""
    for name, path in _files(folder, "assets/social/*"):
        head = read_bytes(path, ThemeError)[:24]
        is_png = path.suffix == ".png" and _MAGIC["png"].match(head)
        if not is_png or head[16:] != _SHARED_SIZE:
            message = f"`{name}` is not a PNG of 1200 by 630 pixels"
            remedy = "save it in this size: it is the preview of shared links"
            raise ThemeError(message, span=Span(display_path(path)), help=remedy)


def _templates(folder: Path | None) -> dict[str, TemplateFile]:
    paths = [*_files(folder, "*.html"), *_files(folder, "partials/*.html")]
    return {
        name: TemplateFile(read_text(path, ThemeError), display_path(path))
        for name, path in sorted(paths)
    }


def _files(folder: Path | None, pattern: str) -> Iterator[tuple[str, Path]]:
    """Yield POSIX name and path of files; hidden ones belong to an editor or the system."""
    if folder is None:
        return
    root = folder.resolve()
    for path in sorted(folder.glob(pattern)):
        name = path.relative_to(folder).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or path.is_dir():
            continue
        if not path.resolve().is_relative_to(root):
            printed = display_path(path)
            message = f"`{printed}` is a symbolic link that points outside the folder of templates"
            raise ThemeError(message, span=Span(printed), help="put a copy of the file here")
        yield name, path


def _wording(folder: Path | None) -> dict[str, TemplateFile]:
    """Read files of strings by locale."""
    # "pt_BR.toml" is `pt-BR`, as it is for a folder of articles; "klingon.toml" stays as it is, to
    # be reported.
    return {
        locale_tag(path.stem) or path.stem: TemplateFile(
            read_text(path, ThemeError), display_path(path)
        )
        for _, path in sorted(_files(folder, "strings/*.toml"))
    }


def _strings(wording: dict[str, TemplateFile]) -> dict[str, dict[str, str]]:
    return {locale: _flat(file.text, file.path) for locale, file in wording.items()}


def _flat(text: str, printed: str) -> dict[str, str]:
    try:
        table = read_toml(text, printed)
    except ConfigError as error:
        raise ThemeError(error.message, span=error.span, help=error.help) from None
    strings = {key: value for key, value in table.items() if isinstance(value, str)}
    for key in table:
        if key not in strings:
            raise ThemeError(
                f"the string `{key}` is not text",
                span=locate_key(text, printed, [key]),
                help='write `name = "text"`, without tables',
            )
    return dict(sorted(strings.items()))


def _assets(folder: Path | None) -> dict[str, bytes]:
    paths = _files(folder, "assets/**/*")
    return {name.removeprefix("assets/"): read_bytes(path, ThemeError) for name, path in paths}
