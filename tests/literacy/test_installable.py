"""The site can be kept among a phone's apps."""

import json

from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image


def test_the_manifest_names_icons_of_the_sizes_that_they_have(client: Client) -> None:
    response = client.get("/manifest.webmanifest")

    manifest = json.loads(response.content)
    assert response["Content-Type"].startswith("application/manifest+json")
    assert manifest["lang"] == "th"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_every_page_names_the_manifest_and_the_worker_keeps_the_emergency_page(client: Client) -> None:
    page = client.get("/offline/").content.decode()
    worker = client.get("/sw.js").content.decode()

    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert "/just-transferred/" in worker
