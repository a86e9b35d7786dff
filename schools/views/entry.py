"""The door of a class: a code, one's own name, and one is in. Without account, e-mail or script."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import cookies, selectors
from accounts.models import User
from accounts.rate_limit import asker, forgive, is_over, is_spent, limited
from accounts.same_origin import same_origin_required
from schools import codes, guard
from schools.forms.entry import CodeForm, EnterForm, NicknameForm
from schools.models import Classroom, Membership
from schools.selectors import entrance
from schools.selectors.entrance import Door
from schools.services import entering
from schools.services.entering import Device
from schools.views import phone

require_page = require_http_methods(["GET", "HEAD", "POST"])
HOUR, TEN_MINUTES = 3600, 600
# Wrong codes an hour: of one visitor, and of an address behind which a class has been seen to sit. Pupils of a class
# often look the same from here (one address, one kind of phone): whoever opened a door shows that a class is there.
GUESSES, GUESSES_OF_CLASS = 30, 600
PIN_TRIES = 5
_PIN_WRONG = "PIN ไม่ตรง หรือลองหลายครั้งเกินไป ถ้าแน่ใจว่าถูก รอ 10 นาทีแล้วลองใหม่ หรือให้ครูตั้ง PIN ให้ใหม่"


class _TooMany(Exception):  # noqa: N818 — a rule, not a fault
    """Too many wrong codes."""


def signed_in(request: HttpRequest) -> User | None:
    """Return the account without opening a session where there is none."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return request.user if has_session and isinstance(request.user, User) else None


def device_of(request: HttpRequest) -> Device:
    visitor = selectors.visitor(learner_id=cookies.learner_id(request), user=signed_in(request))
    if visitor.person.user is not None:
        return Device(user=visitor.person.user)
    return Device(learner=visitor.person.learner)


# --- codes --------------------------------------------------------------------------------------------
def _open(request: HttpRequest, code: str) -> Door | None:
    """Return what a code opens; counts the wrong ones. Raises _TooMany."""
    person, address = asker(request)
    knows_class = cache.get(f"class-door:{address}") is not None
    of_person = GUESSES_OF_CLASS if knows_class and cookies.learner_id(request) is None else GUESSES
    spent = is_spent(what="class-code", who=person, times=of_person)
    if spent or is_spent(what="class-code:address", who=address, times=GUESSES_OF_CLASS):
        raise _TooMany
    door = entrance.behind(code=codes.cleaned(code), now=timezone.now())
    if door is not None:
        if not knows_class:
            cache.set(f"class-door:{address}", 1, timeout=HOUR)
        return door
    is_over(what="class-code", who=person, times=of_person, seconds=HOUR)
    is_over(what="class-code:address", who=address, times=GUESSES_OF_CLASS, seconds=HOUR)
    return None


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(HOUR)
    return response


def _no_door(request: HttpRequest) -> HttpResponse:
    """One answer for codes that never were, have run out or were changed: it tells nothing."""
    context = {"title": "รหัสนี้ใช้ไม่ได้", "form": CodeForm()}
    return render(request, "schools/join_missing.html", context, status=HTTPStatus.NOT_FOUND)


@same_origin_required
@require_page
@limited(what="class-join", times=600)
@guard.private
def join(request: HttpRequest) -> HttpResponse:
    """One box for the class's code or one's own."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        return redirect("schools:join_class", code=form.cleaned_data["code"])
    return render(request, "schools/join.html", {"title": "เข้าห้องเรียน", "form": form})


@same_origin_required
@require_page
@limited(what="class-enter", times=600)
@guard.private
def join_class(request: HttpRequest, code: str) -> HttpResponseBase:
    """The names of a class to pick one's own from; with a personal code, one's own at once."""
    try:
        door = _open(request, code)
    except _TooMany:
        return _too_many(request)
    if door is None:
        return _no_door(request)
    if door.seat is not None:
        return _ask(request, door, door.seat, asks_pin=False)
    return _names(request, door.classroom, code)


def _names(request: HttpRequest, classroom: Classroom, code: str) -> HttpResponse:
    device = device_of(request)
    takes_names = classroom.entry == Classroom.Entry.OPEN
    form = NicknameForm(request.POST or None if takes_names else None)
    if takes_names and form.is_valid():
        entered = _new_name(request, classroom, device, form)
        if entered is not None:
            return entered
    uses_slips = classroom.entry == Classroom.Entry.SLIP
    pupils = [] if uses_slips else entrance.names_in(classroom=classroom)
    context = {
        "title": f"ห้อง {classroom.name}",
        "classroom": classroom,
        "code": code,
        "pupils": pupils,
        "mine": device.learner
        and next((each for each in pupils if each.learner_id == device.learner.pk), None),
        "form": form if takes_names else None,
        "code_form": CodeForm() if uses_slips else None,
    }
    return render(request, "schools/join_class.html", context)


def _new_name(
    request: HttpRequest, classroom: Classroom, device: Device, form: NicknameForm
) -> HttpResponse | None:
    """Let somebody in under a new nickname; None when the form has to be shown again."""
    try:
        seat = entering.make_seat(classroom=classroom, now=timezone.now(), **form.cleaned_data)
    except entering.NameIsTaken:
        form.add_error(
            "nickname", "มีเพื่อนใช้ชื่อหรือเลขที่นี้แล้ว ถ้าเป็นคุณ แตะชื่อในรายชื่อด้านบน ถ้าไม่ใช่ เติมอะไรให้ต่างกัน เช่น นก ข"
        )
        return None
    except entering.ClassIsFull:
        form.add_error(None, "ห้องนี้เต็มแล้ว ถามครูว่าเข้าห้องถูกไหม")
        return None
    return _entered(request, seat, device, brings=False, knew_taken=False)


@same_origin_required
@require_page
@limited(what="class-enter", times=600)
@guard.private
def join_as(request: HttpRequest, code: str, pupil_id: int) -> HttpResponseBase:
    """Ask once whether that is who one is, then let in."""
    try:
        door = _open(request, code)
    except _TooMany:
        return _too_many(request)
    if door is None:
        return _no_door(request)
    if door.seat is not None or door.classroom.entry == Classroom.Entry.SLIP:
        raise Http404("not by this door")
    seat = entrance.seat_in(classroom=door.classroom, pupil_id=pupil_id)
    if seat is None:
        raise Http404("no such pupil in this class")
    return _ask(request, door, seat, asks_pin=bool(seat.pin))


# --- one's own name -----------------------------------------------------------------------------------
def _ask(request: HttpRequest, door: Door, seat: Membership, *, asks_pin: bool) -> HttpResponse:
    """Show who one would be and let in on POST."""
    device = device_of(request)
    if device.learner is not None and device.learner.pk == seat.learner_id:
        return redirect("schools:my_class")
    form = EnterForm(
        request.POST if request.method == "POST" else None, asks_pin=asks_pin, brings=_brings(seat, device)
    )
    if form.is_valid() and _pin_opens(request, form, seat):
        entered = _entered(
            request,
            seat,
            device,
            brings=form.cleaned_data.get("brings", False),
            knew_taken=asks_pin or form.cleaned_data["knew_taken"],
        )
        if entered is not None:
            return entered
        seat.refresh_from_db()
    context = {
        "title": f"คุณคือ {seat.short_name} ใช่ไหม",
        "classroom": door.classroom,
        "seat": seat,
        "is_taken": seat.joined_at is not None,
        "form": form,
        "asks_pin": asks_pin,
        "back": None if door.seat else door.classroom.code,
    }
    return render(request, "schools/join_as.html", context)


def _brings(seat: Membership, device: Device) -> str:
    """Return what to ask about the work on this device; empty: nothing to ask."""
    if seat.learner_id is not None or device.user is not None or device.learner is None:
        return ""
    others = entrance.seats_of(learner=device.learner)
    if any(each.classroom_id == seat.classroom_id for each in others):
        return ""  # a classmate's
    if others:
        return f"ฉันคือ “{others[0].short_name}” ห้อง {others[0].classroom.name} ที่ใช้เครื่องนี้อยู่ คนเดียวกัน"
    return "ผลการเรียนที่อยู่ในเครื่องนี้เป็นของฉัน" if entrance.has_learnt(learner=device.learner) else ""


def _pin_opens(request: HttpRequest, form: EnterForm, seat: Membership) -> bool:
    """Check the PIN where one is asked. Every try counts until one is right; the words never tell which it was."""
    if "pin" not in form.fields:
        return True
    over = is_over(what="class-pin", who=str(seat.pk), times=PIN_TRIES, seconds=TEN_MINUTES)
    over |= is_over(
        what="class-pin:address", who=asker(request)[1], times=PIN_TRIES * 60, seconds=TEN_MINUTES
    )
    pin = form.cleaned_data["pin"]
    if not over and codes.opens(pin, seat.pin, pupil=seat.pk, key=settings.SECRET_KEY):
        forgive(what="class-pin", who=str(seat.pk))
        return True
    form.add_error("pin", _PIN_WRONG)
    return False


def _entered(
    request: HttpRequest,
    seat: Membership,
    device: Device,
    *,
    brings: bool,
    knew_taken: bool,
) -> HttpResponse | None:
    """Let in and go to one's own page; None when the question has to be asked again."""
    try:
        learner = entering.enter(
            seat=seat, device=device, brings=brings, knew_taken=knew_taken, now=timezone.now()
        )
    except entering.JustTaken:
        return None
    except entering.Refusal as refusal:
        context: dict[str, Any] = {
            "title": "เข้าด้วยชื่อนี้ยังไม่ได้",
            "classroom": seat.classroom,
            "why": refusal.why,
            "account": device.user,
        }
        return render(request, "schools/join_refused.html", context)
    phone.sit_down(request, seat=seat, learner=learner)
    return redirect("schools:my_class")
