"""Addresses of schools: teachers below /school/, pupils at /join/ and /my-class/. One section a room of views."""

from django.urls import path

from schools.views import (
    assigning,
    board,
    classroom,
    entry,
    gradebook,
    home,
    my_class,
    paper,
    pupil,
    pupils,
    reports,
    roster,
    school,
    slips,
    work,
)

app_name = "schools"
urlpatterns = [
    # --- schools and classes (views.home, views.school, views.classroom)
    path("school/", home.home, name="home"),
    path("school/new/", school.new, name="school_new"),
    path("school/join/", school.ask, name="school_ask"),
    path("school/<int:school_id>/", school.school, name="school"),
    path("school/<int:school_id>/code/", school.renew_code, name="school_code"),
    path("school/<int:school_id>/staff/<int:staff_id>/", school.decide, name="staff_decide"),
    path("school/<int:school_id>/staff/<int:staff_id>/remove/", school.remove, name="staff_remove"),
    path("school/<int:school_id>/classes/new/", classroom.new, name="class_new"),
    path("school/class/<int:class_id>/", classroom.show, name="class"),
    path("school/class/<int:class_id>/projector/", classroom.projector, name="projector"),
    path("school/class/<int:class_id>/code/", classroom.code, name="class_code"),
    path("school/class/<int:class_id>/settings/", classroom.settings, name="settings"),
    path("school/class/<int:class_id>/teachers/", classroom.teachers, name="class_teachers"),
    path("school/class/<int:class_id>/archive/", classroom.archive, name="class_archive"),
    path("school/class/<int:class_id>/copy/", classroom.copy, name="class_copy"),
    path("school/class/<int:class_id>/log/", classroom.log, name="class_log"),
    # --- pupils of a class (views.pupils, views.roster, views.slips, views.pupil)
    path("school/class/<int:class_id>/pupils/", pupils.pupils, name="pupils"),
    path("school/class/<int:class_id>/pupils/do/", pupils.act, name="pupils_act"),
    path("school/class/<int:class_id>/pupils/new/", pupils.new, name="pupil_new"),
    path("school/class/<int:class_id>/pupils/roster/", roster.roster, name="roster"),
    path("school/class/<int:class_id>/pupils/slips/", slips.slips, name="slips"),
    path(
        "school/class/<int:class_id>/groups/<int:group_id>/remove/", pupils.remove_group, name="group_remove"
    ),
    path("school/class/<int:class_id>/pupils/<int:pupil_id>/", pupil.pupil, name="pupil"),
    path("school/class/<int:class_id>/pupils/<int:pupil_id>/edit/", pupils.edit, name="pupil_edit"),
    path("school/class/<int:class_id>/pupils/<int:pupil_id>/do/", pupil.act, name="pupil_act"),
    path("school/class/<int:class_id>/pupils/<int:pupil_id>/data.zip", pupil.data, name="pupil_data"),
    path("school/class/<int:class_id>/pupils/<int:pupil_id>/erase/", pupil.erase, name="pupil_erase"),
    path("school/class/<int:class_id>/attempts/<uuid:attempt_id>/move/", pupil.move, name="attempt_move"),
    # --- work: assign, edit, make easier (views.assigning); pupils do it (views.work)
    path("school/class/<int:class_id>/work/", assigning.work, name="work"),
    path("school/class/<int:class_id>/work/new/", assigning.choose, name="work_choose"),
    path("school/class/<int:class_id>/work/new/details/", assigning.give, name="work_give"),
    path("school/class/<int:class_id>/work/<int:assignment_id>/", assigning.assignment, name="assignment"),
    path("school/class/<int:class_id>/work/<int:assignment_id>/edit/", assigning.edit, name="work_edit"),
    path("school/class/<int:class_id>/work/<int:assignment_id>/act/", assigning.act, name="work_act"),
    path(
        "school/class/<int:class_id>/work/<int:assignment_id>/exceptions/",
        assigning.exceptions,
        name="work_ease",
    ),
    path("my-class/work/<int:assignment_id>/", work.my_work, name="my_work"),
    path("my-class/work/<int:assignment_id>/start", work.start_work, name="start_work"),
    path("my-class/bell/<str:bell_token>", work.bell, name="bell"),
    # --- pupils come in: code, name, PIN; their own page (views.entry, views.my_class)
    path("join/", entry.join, name="join"),
    path("join/<str:code>/", entry.join_class, name="join_class"),
    path("join/<str:code>/<int:pupil_id>/", entry.join_as, name="join_as"),
    path("my-class/", my_class.my_class, name="my_class"),
    path("my-class/not-me/", my_class.not_me, name="not_me"),
    # --- see: board, reports, gradebook, paper (views.board, views.reports, views.gradebook, views.paper)
    path("school/class/<int:class_id>/results/", gradebook.results, name="results"),
    path(
        "school/class/<int:class_id>/results/<int:assignment_id>/<int:pupil_id>/",
        gradebook.adjust,
        name="adjust",
    ),
    path("school/class/<int:class_id>/results/grades.csv", gradebook.grades_csv, name="grades_csv"),
    path("school/class/<int:class_id>/results/grades.xlsx", gradebook.grades_xlsx, name="grades_xlsx"),
    path("school/class/<int:class_id>/results/answers.csv", gradebook.answers_csv, name="answers_csv"),
    path("school/class/<int:class_id>/results/answers.xlsx", gradebook.answers_xlsx, name="answers_xlsx"),
    path("school/class/<int:class_id>/work/<int:assignment_id>/board/", board.board, name="board"),
    path(
        "school/class/<int:class_id>/work/<int:assignment_id>/board/rows",
        board.board_rows,
        name="board_rows",
    ),
    path("school/class/<int:class_id>/work/<int:assignment_id>/report/", reports.report, name="report"),
    path(
        "school/class/<int:class_id>/pupils/<int:pupil_id>/answers/",
        reports.pupil_report,
        name="pupil_report",
    ),
    path(
        "school/class/<int:class_id>/attempts/<uuid:attempt_id>/",
        reports.attempt_report,
        name="attempt_report",
    ),
    path("school/class/<int:class_id>/work/<int:assignment_id>/paper/", paper.paper, name="paper"),
    path(
        "school/class/<int:class_id>/work/<int:assignment_id>/paper/print/",
        paper.paper_sheets,
        name="paper_sheets",
    ),
    path(
        "school/class/<int:class_id>/work/<int:assignment_id>/paper/<int:pupil_id>/",
        paper.paper_row,
        name="paper_row",
    ),
]
