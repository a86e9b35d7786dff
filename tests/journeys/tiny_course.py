"""Puts one short course of its own into a running site, for journeys that need a whole course done.

    VAR_DIR=… DJANGO_SETTINGS_MODULE=literacy.settings.dev python -m tests.journeys.tiny_course

One lesson, one quiz of one question whose right answer is said in it. Repeating it changes nothing.
"""

import django

TITLE, SLUG, RIGHT = "วิชาสั้นสำหรับลองเดิน", "tiny-course", "ตรวจที่ต้นทางก่อน"


def make() -> None:
    from lessons.models import CoursePage, HomePage
    from tests.factories.lessons import make_course, make_lesson
    from tests.factories.quizzes import make_content, make_question, make_quiz

    if CoursePage.objects.filter(slug=SLUG).exists():
        return
    content = make_content(stem="ได้ข้อความให้รีบโอนเงิน ควรทำอย่างไร", wrong=1)
    content["choices"][0]["text"], content["choices"][1]["text"] = RIGHT, "โอนทันที"
    quiz = make_quiz(
        questions=[make_question(content=content, code="tiny-1")], slug="tiny-quiz", title="แบบทดสอบสั้น"
    )
    course = make_course(home=HomePage.objects.get(), title=TITLE, slug=SLUG, code="ทด")
    lesson = make_lesson(course=course, title="บทสั้นบทเดียว", slug="tiny-lesson", code="ทด1", closing_quiz=quiz)
    for page in (course, lesson):
        page.save_revision().publish()


if __name__ == "__main__":
    django.setup()
    make()
