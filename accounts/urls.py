"""Addresses of one's own data."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.my_data, name="my_data"),
    path("download/", views.download, name="my_data_download"),
    path("erase/", views.erase, name="my_data_erase"),
    path("erased/", views.erased, name="my_data_erased"),
    path("close/", views.close_account, name="my_data_close"),
    path("consent/", views.consent, name="my_data_consent"),
    path("people/add/", views.add_person, name="my_data_add_person"),
    path("people/switch/", views.switch, name="my_data_switch"),
    path("people/leave/", views.leave, name="my_data_leave"),
]
