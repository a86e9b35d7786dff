"""What quizzes keeps of people (see accounts.personal_data). Statistics of questions name nobody and are not here."""

from accounts.personal_data import Holder, Row, register

_WRITING = "งานเขียนข้อสอบ"


def _without_what_waits(row: Row) -> Row:
    """Leave marks out until they may be known: the file of one's data would be the first to tell them."""
    return {**row, "fraction": None, "marks": []} if row["result_waits"] else row


def register_all() -> None:
    register(
        Holder(
            "quizzes.Attempt",
            "แบบทดสอบที่ทำ",
            learner="learner",
            active=("started_at", "finished_at"),
            is_shown=True,
            as_told=_without_what_waits,
        ),
        Holder(
            "quizzes.AnswerStep",
            "คำตอบที่ให้",
            learner="attempt__learner",
            active=("received_at",),
            is_shown=True,
        ),
        Holder("quizzes.AnswerCheck", "ข้อที่กดตรวจระหว่างฝึก", learner="step__attempt__learner"),
        Holder("quizzes.QuizResult", "ผลแบบทดสอบ", learner="learner", is_shown=True),
        Holder(
            "quizzes.SkillState", "ทักษะและนัดทบทวน", learner="learner", active=("reviewed_at",), is_shown=True
        ),
        Holder("quizzes.RegradedMark", "คะแนนที่ตรวจใหม่", learner="attempt__learner"),
        Holder("quizzes.UncountedAttempt", "แบบทดสอบที่รอนับเป็นสถิติ", learner="attempt__learner"),
        Holder(
            "quizzes.UploadedQuestions",
            f"{_WRITING}: ไฟล์ที่นำเข้า",
            user="uploaded_by",
        ),
        Holder(
            "quizzes.AuthorTask",
            f"{_WRITING}: งานที่รับไว้",
            user="owner",
            fields=("pk", "sentence", "status", "changed_at"),
        ),
        Holder(
            "quizzes.Regrade",
            f"{_WRITING}: การตรวจใหม่",
            user="decided_by",
            fields=("pk", "reason", "decided_at"),
        ),
    )
