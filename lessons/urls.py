"""Addresses that are no page of the tree: what belongs to one learner, searching, feeds."""

from django.urls import include, path

from lessons import feeds, views

urlpatterns = [
    path("certificates/", include("lessons.certificates.urls")),
    path("my-learning/", views.my_learning, name="my_learning"),
    path("api/me", views.learner_state, name="learner_state"),
    path("search/", views.search, name="search"),
    path("api/suggest", views.suggestions, name="suggestions"),
    path("feeds/scams.xml", feeds.ScamFeed(), name="scam_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
]
