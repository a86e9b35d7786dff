"""Static files as they are served: every name carries its content's hash, and a sheet holds what it imports."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'^@import url\("([\w./-]+\.css)"\);$', re.MULTILINE)
WITH_IMPORTS = ("css/site.css",)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Without the aggregation `import "./answer-queue.js"` would keep its plain name, and browsers an old file.

    A style sheet that imports others costs a slow phone one more round trip for each: before names are hashed, the
    others take the place of the lines that import them. In tests the browser follows the lines by itself.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002 — Django's signature
        """Put imported sheets into those that import them, then hash and compress as ever."""
        for name in () if dry_run else WITH_IMPORTS:
            if name in paths:
                whole = _text(*paths[name])
                for imported in _IMPORT.findall(whole):
                    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))
                    whole = whole.replace(f'@import url("{imported}");', _text(*paths[path]))
                self.delete(name)
                self._save(name, ContentFile(whole.encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def _text(storage: Storage, path: str) -> str:
    with storage.open(path) as file:
        content: bytes = file.read()
    return content.decode()
