"""What is remembered between builds, on disk and in memory, and what runs in many processes."""

from errata.cache.images import CachedImageProbe
from errata.cache.mappers import CachedMapper, Memo, PooledMapper
from errata.cache.store import CacheStore, program_digest

__all__ = [
    "CacheStore",
    "CachedImageProbe",
    "CachedMapper",
    "Memo",
    "PooledMapper",
    "program_digest",
]
