"""Hands that work in the CMS: they wait until Wagtail's scripts are awake before they touch anything."""

from playwright.sync_api import Page, expect
from wagtail.models import Collection

from literacy import roles
from tests.factories.lessons import make_home
from tests.journeys.conftest import until


def make_roles() -> None:
    """Make the roles; first the roots they have rights on, which a test with transactions of its own has emptied out."""
    make_home()
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    roles.create_roles()


def awake(page: Page) -> None:
    """Wait until Wagtail's scripts have taken the form over: before that a click is lost."""
    expect(page.locator("form[data-edit-form]").first).to_be_attached()
    page.wait_for_load_state(
        "load"
    )  # all scripts have run; the network is never long quiet: the form is watched
    until(page, "Boolean(window.Stimulus || window.wagtail?.app)")


def do(page: Page, action: str) -> None:
    """Open the menu beside “save draft” and choose, by the name of a button or of a step of the workflow."""
    chosen = page.locator(f"footer [name='{action}'], footer [data-workflow-action-name='{action}']").first
    expect(chosen).to_be_attached()
    if not chosen.is_visible():
        toggle = page.locator("footer [data-w-dropdown-target=toggle]").first
        expect(toggle).to_have_attribute("aria-expanded", "false")  # the menu is awake
        toggle.click()
    expect(chosen).to_be_visible()
    chosen.click()
