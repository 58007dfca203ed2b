"""The nouns: what flows from a folder of articles to a site.

`Source -> Parsed(Article, Diagnostic…, Secret…) -> Library -> Page -> Artifact`

All are frozen; all sequences are sorted by whoever makes them.
"""

from errata.model.article import (
    Article,
    Embedded,
    Heading,
    Parsed,
    Section,
    SectionKind,
)
from errata.model.codes import (
    CodeEntry,
    CodeSpan,
    CodeUse,
    Family,
    Mention,
    Message,
    Salience,
    TextRun,
)
from errata.model.metadata import (
    INTERNAL_KEYS,
    Metadata,
    Secret,
)
from errata.model.pictures import (
    Album,
    Picture,
    unmeasured,
)
from errata.model.published import (
    CatalogueEntry,
    PublishedId,
)
from errata.model.reading import (
    Folder,
    Source,
    TemplateFile,
    Theme,
)
from errata.model.references import (
    AnchorRef,
    ArticleRef,
    AssetRef,
    Body,
    BrokenRef,
    CodeRef,
    EmbeddedRef,
    Place,
    Ref,
)
from errata.model.search import (
    SearchText,
)
from errata.model.site import (
    Artifact,
    Build,
    Copy,
    Library,
    Page,
)

__all__ = [
    "INTERNAL_KEYS",
    "Album",
    "AnchorRef",
    "Article",
    "ArticleRef",
    "Artifact",
    "AssetRef",
    "Body",
    "BrokenRef",
    "Build",
    "CatalogueEntry",
    "CodeEntry",
    "CodeRef",
    "CodeSpan",
    "CodeUse",
    "Copy",
    "Embedded",
    "EmbeddedRef",
    "Family",
    "Folder",
    "Heading",
    "Library",
    "Mention",
    "Message",
    "Metadata",
    "Page",
    "Parsed",
    "Picture",
    "Place",
    "PublishedId",
    "Ref",
    "Salience",
    "SearchText",
    "Secret",
    "Section",
    "SectionKind",
    "Source",
    "TemplateFile",
    "TextRun",
    "Theme",
    "unmeasured",
]
