"""Ways of running a stage over its items: in turn, in many processes, remembering results.

All give the same results in the same order as `errata.mapper.serially`.
"""

from errata.mappers.album import Gallery
from errata.mappers.cached import Cached
from errata.mappers.memo import Memo
from errata.mappers.pooled import Pooled
from errata.mappers.salt import salt
from errata.mappers.store import Store

__all__ = ["Cached", "Gallery", "Memo", "Pooled", "Store", "salt"]
