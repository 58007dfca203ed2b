"""The nouns: values on the way from a folder of articles to a site.

`Source -> Parsed(Article, Diagnostic…, Secret…) -> Library -> Page -> Artifact`

All are frozen; all sequences are sorted where they are made.

- `inputs`: what is read from the folder.
- `metadata`, `content`, `codes`, `article`: an article and its parts; `observations` for checks.
- `site`: what is made from all articles; `built`: what a build remembers of it.
- `digests`, `observed`, `reads`, `keeper`: what results depend on, and where they are kept.
"""

from errata.model.article import Article as Article
from errata.model.article import Parsed as Parsed
from errata.model.article import ReadArticle as ReadArticle
from errata.model.built import AllowedValue as AllowedValue
from errata.model.built import BuildOutcome as BuildOutcome
from errata.model.built import BuildRecord as BuildRecord
from errata.model.built import Kept as Kept
from errata.model.built import LastBuild as LastBuild
from errata.model.built import MadeUnit as MadeUnit
from errata.model.built import Spool as Spool
from errata.model.built import Spooled as Spooled
from errata.model.built import hold_in_memory as hold_in_memory
from errata.model.codes import CodeEntry as CodeEntry
from errata.model.codes import CodeSpan as CodeSpan
from errata.model.codes import CodeUse as CodeUse
from errata.model.codes import Family as Family
from errata.model.codes import Mention as Mention
from errata.model.codes import Message as Message
from errata.model.codes import Salience as Salience
from errata.model.codes import SectionKind as SectionKind
from errata.model.codes import TextRun as TextRun
from errata.model.codes import follows_closely as follows_closely
from errata.model.content import AddressRef as AddressRef
from errata.model.content import AnchorRef as AnchorRef
from errata.model.content import ArticleContent as ArticleContent
from errata.model.content import ArticleRef as ArticleRef
from errata.model.content import AssetRef as AssetRef
from errata.model.content import Body as Body
from errata.model.content import BrokenRef as BrokenRef
from errata.model.content import CodeRef as CodeRef
from errata.model.content import CodeSection as CodeSection
from errata.model.content import ContentSource as ContentSource
from errata.model.content import Embedded as Embedded
from errata.model.content import EmbeddedRef as EmbeddedRef
from errata.model.content import FileRef as FileRef
from errata.model.content import FolderRef as FolderRef
from errata.model.content import Heading as Heading
from errata.model.content import Ref as Ref
from errata.model.content import SearchText as SearchText
from errata.model.content import Section as Section
from errata.model.content import StaticRef as StaticRef
from errata.model.content import heading_above as heading_above
from errata.model.digests import digest as digest
from errata.model.digests import digest_content as digest_content
from errata.model.digests import digest_facts as digest_facts
from errata.model.inputs import SETTINGS as SETTINGS
from errata.model.inputs import CatalogueEntry as CatalogueEntry
from errata.model.inputs import Conventions as Conventions
from errata.model.inputs import Folder as Folder
from errata.model.inputs import FolderLabel as FolderLabel
from errata.model.inputs import ImageProbe as ImageProbe
from errata.model.inputs import Includes as Includes
from errata.model.inputs import Inputs as Inputs
from errata.model.inputs import KnownText as KnownText
from errata.model.inputs import Picture as Picture
from errata.model.inputs import PublishedId as PublishedId
from errata.model.inputs import Source as Source
from errata.model.inputs import SourceChange as SourceChange
from errata.model.inputs import SourceTexts as SourceTexts
from errata.model.inputs import StaticFolder as StaticFolder
from errata.model.inputs import TemplateFile as TemplateFile
from errata.model.inputs import TextTraits as TextTraits
from errata.model.inputs import Theme as Theme
from errata.model.inputs import WantedPictures as WantedPictures
from errata.model.inputs import no_image_sizes as no_image_sizes
from errata.model.keeper import Keeper as Keeper
from errata.model.keeper import LastMade as LastMade
from errata.model.keeper import RecentlyUsed as RecentlyUsed
from errata.model.metadata import AUDIENCES as AUDIENCES
from errata.model.metadata import INTERNAL_KEYS as INTERNAL_KEYS
from errata.model.metadata import Audience as Audience
from errata.model.metadata import Metadata as Metadata
from errata.model.metadata import Position as Position
from errata.model.metadata import Publication as Publication
from errata.model.metadata import PublicationPolicy as PublicationPolicy
from errata.model.metadata import Secret as Secret
from errata.model.metadata import State as State
from errata.model.metadata import UnknownKey as UnknownKey
from errata.model.metadata import WithheldArticle as WithheldArticle
from errata.model.metadata import WithholdingReason as WithholdingReason
from errata.model.metadata import reason_to_withhold as reason_to_withhold
from errata.model.metadata import restrict_publication as restrict_publication
from errata.model.metadata import unfinished_reason as unfinished_reason
from errata.model.reads import has_many_articles as has_many_articles
from errata.model.reads import make_once as make_once
from errata.model.reads import note_reads as note_reads
from errata.model.reads import record_reads as record_reads
from errata.model.site import Artifact as Artifact
from errata.model.site import Build as Build
from errata.model.site import Bundle as Bundle
from errata.model.site import Copy as Copy
from errata.model.site import Library as Library
from errata.model.site import Page as Page
from errata.model.site import PlannedFile as PlannedFile
from errata.model.site import ViewedPage as ViewedPage
