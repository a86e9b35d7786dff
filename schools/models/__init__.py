"""The tables of schools, by noun; each module may import those above it in this list.

school → classroom → assignment → submission
"""

from schools.models.assignment import Assignment, AssignmentItem, Override
from schools.models.classroom import ClassEvent, ClassGroup, Classroom, ClassTeacher, Membership
from schools.models.school import School, StaffMember
from schools.models.submission import Mark, Submission

__all__ = [
    "Assignment",
    "AssignmentItem",
    "ClassEvent",
    "ClassGroup",
    "ClassTeacher",
    "Classroom",
    "Mark",
    "Membership",
    "Override",
    "School",
    "StaffMember",
    "Submission",
]
