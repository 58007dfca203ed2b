"""What is remembered between builds, on disk and in memory.

- `store` is the file; `mappers` run stages over what it lacks, and keep the contents of articles.
- `keeper` keeps results by content.
- `images` and `probe` measure pictures; `images` knows the digests of files that have not changed.
- `bytecode` keeps compiled templates.
"""

from errata.cache.bytecode import BytecodeCache as BytecodeCache
from errata.cache.images import CachedImageProbe as CachedImageProbe
from errata.cache.images import FileDigests as FileDigests
from errata.cache.keeper import StoredKeeper as StoredKeeper
from errata.cache.mappers import CachedMapper as CachedMapper
from errata.cache.mappers import Memo as Memo
from errata.cache.mappers import SpillingMapper as SpillingMapper
from errata.cache.store import CacheStore as CacheStore
