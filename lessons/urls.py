"""Addresses of what belongs to one learner."""

from django.urls import path

from lessons import views

urlpatterns = [
    path("my-learning/", views.my_learning, name="my_learning"),
    path("api/me", views.learner_state, name="learner_state"),
]
