"""Addresses of schools: teachers below /school/, pupils at /join/ and /my-class/. One section a room of views."""

from django.urls import path

from schools.views import home

app_name = "schools"
urlpatterns = [
    # --- schools and classes (views.home, views.school, views.classroom)
    path("school/", home.home, name="home"),
    # --- pupils of a class: roster, slips (views.pupils)
    # --- pupils come in: code, name, PIN; their own page (views.entry)
    # --- work: assign, edit, make easier (views.assigning)
    # --- see: board, reports, gradebook, paper (views.board, views.reports, views.gradebook, views.paper)
]
