"""Who may open what: every view of a teacher goes through one of these, and finds nothing that is not theirs.

What belongs to another class or school is not forbidden but not there: 404, so that addresses tell nothing.
tests/schools/test_access.py walks every address with every role.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from accounts import cookies
from accounts.models import User
from schools.models import Assignment, Classroom, ClassTeacher, Membership, StaffMember
from schools.selectors import held

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
Guarded = Callable[..., HttpResponseBase]
private = cache_control(private=True, no_store=True)


def account(request: HttpRequest) -> User:
    """Return the signed-in account."""
    if not isinstance(request.user, User):
        raise Http404("nobody is signed in")
    return request.user


def signed_in(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let in whoever has an account."""
    return private(login_required(view))


def staff_view(
    view: Callable[Concatenate[HttpRequest, StaffMember, P], HttpResponseBase],
) -> Guarded:
    """Let in who works at the school `school_id`; the view gets their post, with its school."""
    return _of_school(view, role=None)


def administrator_view(
    view: Callable[Concatenate[HttpRequest, StaffMember, P], HttpResponseBase],
) -> Guarded:
    """Let in who looks after the school `school_id`."""
    return _of_school(view, role=StaffMember.Role.ADMINISTRATOR)


def _of_school(
    view: Callable[Concatenate[HttpRequest, StaffMember, P], HttpResponseBase], *, role: str | None
) -> Guarded:
    @wraps(view)
    def wrapped(
        request: HttpRequest, /, school_id: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        posts = StaffMember.objects.filter(
            school=school_id, user=account(request), state=StaffMember.State.ACTIVE
        )
        if role is not None:
            posts = posts.filter(role=role)
        post = posts.select_related("school").first()
        if post is None:
            raise Http404("not one's school")
        return view(request, post, *args, **kwargs)

    return private(login_required(wrapped))


def class_view(
    view: Callable[Concatenate[HttpRequest, Classroom, P], HttpResponseBase],
) -> Guarded:
    """Let in who teaches the class `class_id`; the view gets the class, with its school."""
    return _of_class(view, owner=False)


def owner_view(
    view: Callable[Concatenate[HttpRequest, Classroom, P], HttpResponseBase],
) -> Guarded:
    """Let in who owns the class `class_id`."""
    return _of_class(view, owner=True)


def _of_class(
    view: Callable[Concatenate[HttpRequest, Classroom, P], HttpResponseBase], *, owner: bool
) -> Guarded:
    @wraps(view)
    def wrapped(
        request: HttpRequest, /, class_id: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        teaching = ClassTeacher.objects.filter(
            classroom=class_id, user=account(request), staff__state=StaffMember.State.ACTIVE
        )
        if owner:
            teaching = teaching.filter(is_owner=True)
        post = teaching.select_related("classroom__school").first()
        if post is None:
            raise Http404("not one's class")
        return view(request, post.classroom, *args, **kwargs)

    return private(login_required(wrapped))


def work_view(
    view: Callable[Concatenate[HttpRequest, Membership, Assignment, P], HttpResponseBase],
) -> Guarded:
    """Let in the pupil of this device who is asked to do the work `assignment_id`; the view gets both."""

    @wraps(view)
    def wrapped(
        request: HttpRequest, /, assignment_id: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        learner = cookies.learner_id(request)
        pupils = Membership.objects.filter(
            classroom__assignments=assignment_id, learner=learner, left_at=None, learner__isnull=False
        )
        membership = pupils.select_related("learner", "classroom__school").first() if learner else None
        work = held.work_of(membership).filter(pk=assignment_id).first() if membership else None
        if membership is None or work is None:
            raise Http404("not this pupil's work")
        return view(request, membership, work, *args, **kwargs)

    return private(wrapped)


def found_in(classroom: Classroom, model: type[M], pk: int) -> M:
    """Return a row of this class: an assignment, a pupil, a group. 404 for one of any other."""
    row = model._default_manager.filter(pk=pk, classroom=classroom).first()
    if row is None:
        raise Http404(f"no such {model.__name__} in this class")
    return row
