"""Names of static files: every one carries its content's hash, also those that scripts import from each other."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Without the aggregation `import "./answer-queue.js"` would keep its plain name, and browsers an old file."""

    support_js_module_import_aggregation = True
