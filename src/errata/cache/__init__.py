"""What is remembered between builds, on disk and in memory.

- `store` is the file; `mappers` run stages over what it lacks.
- `keeper` keeps results by content, `contents` the contents of articles.
- `images` and `probe` measure pictures; `file_digests` knows those that have not changed.
- `bytecode` is of templates.
"""

from errata.cache.bytecode import BytecodeCache as BytecodeCache
from errata.cache.file_digests import FileDigests as FileDigests
from errata.cache.images import CachedImageProbe as CachedImageProbe
from errata.cache.keeper import StoredKeeper as StoredKeeper
from errata.cache.mappers import CachedMapper as CachedMapper
from errata.cache.mappers import Memo as Memo
from errata.cache.mappers import SpillingMapper as SpillingMapper
from errata.cache.store import CacheStore as CacheStore
