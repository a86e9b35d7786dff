"""Addresses of quizzes: the public introduction, and one learner's attempts."""

from django.urls import path

from quizzes import views
from quizzes.insight import views as insight_views

app_name = "quizzes"
urlpatterns = [
    path("attempts/<uuid:attempt_id>/", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/answers", views.answer, name="answer"),
    path("attempts/<uuid:attempt_id>/check", views.check, name="check"),
    path("attempts/<uuid:attempt_id>/finish", views.finish, name="finish"),
    path("attempts/<uuid:attempt_id>/result/", views.result, name="result"),
    path("attempts/<uuid:attempt_id>/replay/", views.replay, name="replay"),
    path("boosters/", insight_views.about_boosters, name="boosters"),
    path("boosters/start", insight_views.start_boosters, name="start_boosters"),
    path("<slug:slug>/", views.intro, name="intro"),
    path("<slug:slug>/print/", views.printed, name="print"),
    path("<slug:slug>/start", views.start, name="start"),
]
