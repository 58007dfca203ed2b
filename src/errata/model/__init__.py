"""The nouns: what flows from a folder of articles to a site.

`Source -> Parsed(Article, Diagnostic…, Secret…) -> Library -> Page -> Artifact`

All are frozen; all sequences are sorted by whoever makes them.
"""

from errata.model.article import (
    Article,
    Embedded,
    Heading,
    Parsed,
    ReadArticle,
    SearchText,
    Section,
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
from errata.model.inputs import (
    CatalogueEntry,
    Folder,
    ImageProbe,
    Inputs,
    Picture,
    PublishedId,
    Source,
    StaticFolder,
    TemplateFile,
    Theme,
    no_image_sizes,
)
from errata.model.metadata import (
    INTERNAL_KEYS,
    Metadata,
    Secret,
)
from errata.model.references import (
    AnchorRef,
    ArticleRef,
    AssetRef,
    Body,
    BrokenRef,
    CodeRef,
    EmbeddedRef,
    Position,
    Ref,
)
from errata.model.sections import SectionKind
from errata.model.site import (
    Artifact,
    Build,
    Copy,
    Library,
    Page,
)

__all__ = [
    "INTERNAL_KEYS",
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
    "ImageProbe",
    "Inputs",
    "Library",
    "Mention",
    "Message",
    "Metadata",
    "Page",
    "Parsed",
    "Picture",
    "Position",
    "PublishedId",
    "ReadArticle",
    "Ref",
    "Salience",
    "SearchText",
    "Secret",
    "Section",
    "SectionKind",
    "Source",
    "StaticFolder",
    "TemplateFile",
    "TextRun",
    "Theme",
    "no_image_sizes",
]
