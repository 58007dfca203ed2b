"""Ways of running a stage over its items: in turn, in many processes, remembering results.

All give the same results in the same order as `errata.mapper.serially`.
"""

from errata.mappers.album import CachedImageProbe
from errata.mappers.cached import CachedMapper
from errata.mappers.memo import Memo
from errata.mappers.pooled import PooledMapper
from errata.mappers.salt import program_digest
from errata.mappers.store import CacheStore

__all__ = [
    "CacheStore",
    "CachedImageProbe",
    "CachedMapper",
    "Memo",
    "PooledMapper",
    "program_digest",
]
