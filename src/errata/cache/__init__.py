"""What is remembered between builds, on disk and in memory."""

from errata.cache.bytecode import BytecodeCache
from errata.cache.images import CachedImageProbe
from errata.cache.keeper import StoredKeeper
from errata.cache.mappers import CachedMapper, Memo, SpillingMapper
from errata.cache.store import CacheStore

__all__ = [
    "BytecodeCache",
    "CacheStore",
    "CachedImageProbe",
    "CachedMapper",
    "Memo",
    "SpillingMapper",
    "StoredKeeper",
]
