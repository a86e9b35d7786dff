"""Addresses of certificates: an id of their own, nothing of the person."""

from django.urls import path

from lessons.certificates import views

urlpatterns = [
    path("issue/<int:course_id>/", views.issue, name="certificate_issue"),
    path("<uuid:certificate_id>/", views.certificate, name="certificate"),
    path("<uuid:certificate_id>/certificate.pdf", views.pdf, name="certificate_pdf"),
    path("<uuid:certificate_id>/picture.png", views.picture, name="certificate_picture"),
    path("<uuid:certificate_id>/name/", views.rename, name="certificate_name"),
]
