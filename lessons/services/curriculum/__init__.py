"""Between content files and the CMS: loaded as an educator would write it, and written back byte for byte."""

from lessons.services.curriculum.exporting import export
from lessons.services.curriculum.loading import Left, Report, Settings, load_curriculum

__all__ = ["Left", "Report", "Settings", "export", "load_curriculum"]
