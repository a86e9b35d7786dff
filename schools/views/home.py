"""A teacher's first page: their schools and classes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from schools import guard
from schools.selectors import places


@guard.signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Everything that a teacher teaches, or how to begin."""
    user = guard.account(request)
    context = {
        "title": "ห้องเรียนของฉัน",
        "posts": places.posts_of(user=user),
        "classrooms": places.classes_of(user=user),
    }
    return render(request, "schools/home.html", context)
