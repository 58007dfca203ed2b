"""Ways of running a stage over its items: in turn, in many processes, remembering results.

All give the same results in the same order; `serial` is the reference.
"""

from errata.mapper import Mapper, serially
from errata.mappers.album import Gallery
from errata.mappers.cached import Cached
from errata.mappers.memo import Memo, by_content
from errata.mappers.pooled import Pooled
from errata.mappers.salt import salt
from errata.mappers.store import Store

serial = serially

__all__ = ["Cached", "Gallery", "Mapper", "Memo", "Pooled", "Store", "by_content", "salt", "serial"]
