"""Addresses of schools: teachers below /school/, pupils at /join/ and /my-class/. One section a room of views."""

from django.urls import path

from schools.views import board, gradebook, home, reports, work

app_name = "schools"
urlpatterns = [
    # --- schools and classes (views.home, views.school, views.classroom)
    path("school/", home.home, name="home"),
    # --- pupils of a class: roster, slips (views.pupils)
    # --- pupils come in: code, name, PIN; their own page (views.entry)
    # --- work: assign, edit, make easier (views.assigning); pupils do it (views.work)
    path("my-class/work/<int:assignment_id>/", work.my_work, name="my_work"),
    path("my-class/work/<int:assignment_id>/start", work.start_work, name="start_work"),
    path("my-class/bell/<str:bell_token>", work.bell, name="bell"),
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
        "school/class/<int:class_id>/work/<int:assignment_id>/board/rows", board.board_rows, name="board_rows"
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
]
