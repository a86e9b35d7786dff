"""Work that need not keep anybody waiting."""

try:
    from django.tasks import task  # Django 6
except ImportError:
    from django_tasks import task  # type: ignore[no-redef]

from lessons.models import LessonPage


@task()
def draw_pictures(page_id: int) -> None:
    """Make the sizes and formats of a lesson's pictures, so that its first reader does not wait for them."""
    page = LessonPage.objects.filter(pk=page_id, live=True).first()
    for block in page.body if page else []:
        if block.block_type == "figure":
            block.render()
