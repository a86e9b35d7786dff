"""What schools keeps of people (see accounts.personal_data)."""

from accounts.personal_data import Holder, register

_TEACHING = "งานสอน"


def register_all() -> None:
    register(
        Holder(
            "schools.Membership",
            "ห้องเรียนที่อยู่",
            learner="learner",
            # how the pupil gets in; nobody's business but the door's
            withheld=("pin", "personal_code"),
            keeps=True,  # a class is kept as long as its own date says
            is_shown=True,
        ),
        Holder("schools.Membership_groups", "กลุ่มในห้องเรียน", learner="membership__learner"),
        Holder("schools.Submission", "งานที่ส่งครู", learner="membership__learner", is_shown=True),
        # who adjusted it is another person
        Holder(
            "schools.Mark",
            "คะแนนงานที่ครูมอบหมาย",
            learner="membership__learner",
            user="adjusted_by",
            withheld=("adjusted_by_id",),
            is_shown=True,
        ),
        Holder(
            "schools.Override",
            "ข้อยกเว้นที่ครูให้",
            learner="pupil__learner",
            user="made_by",
            withheld=("made_by_id",),
        ),
        Holder("schools.Assignment_pupils", "งานที่มอบให้รายคน", learner="membership__learner"),
        Holder(
            "schools.ClassEvent",
            "บันทึกของห้องเรียน",
            learner="pupil__learner",
            user="actor",
            withheld=("actor_id",),
        ),
        Holder("schools.StaffMember", f"{_TEACHING}: โรงเรียนที่สังกัด", user="user"),
        Holder("schools.ClassTeacher", f"{_TEACHING}: ห้องที่สอน", user="user"),
        Holder(
            "schools.Assignment",
            f"{_TEACHING}: งานที่สร้าง",
            user="created_by",
            fields=("pk", "title", "created_at"),
        ),
    )
