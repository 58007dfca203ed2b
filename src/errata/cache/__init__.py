"""Ways of running a stage over its items: in turn, in many processes, remembering results.

All give the same results in the same order as `errata.mapper.serially`.
"""

from errata.cache.cached import CachedMapper
from errata.cache.images import CachedImageProbe
from errata.cache.memo import Memo
from errata.cache.pool import PooledMapper
from errata.cache.store import CacheStore, program_digest

__all__ = [
    "CacheStore",
    "CachedImageProbe",
    "CachedMapper",
    "Memo",
    "PooledMapper",
    "program_digest",
]
