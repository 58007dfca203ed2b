"""What is remembered between builds, on disk and in memory."""

from errata.cache.bytecode import BytecodeCache as BytecodeCache
from errata.cache.images import CachedImageProbe as CachedImageProbe
from errata.cache.keeper import StoredKeeper as StoredKeeper
from errata.cache.mappers import CachedMapper as CachedMapper
from errata.cache.mappers import Memo as Memo
from errata.cache.mappers import SpillingMapper as SpillingMapper
from errata.cache.store import CacheStore as CacheStore
