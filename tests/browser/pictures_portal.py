"""The portal's pages: every state that the tests look at, and some of them in German."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.pictures import Journey, Shoot
from tests.browser.portal_states import STATES, State, answered, closed, field_errors, find, rating, resolved, submit
from tests.browser.portal_walk import from_elsewhere
from tests.support.local_desk import LocalDesk


def _journey(name: str, state: State) -> Journey:
    def journey(page: Page, live: LocalDesk, shoot: Shoot) -> None:
        from_elsewhere(page.context)
        state(page, live)
        page.wait_for_load_state()
        shoot(name, whole=True)

    journey.__name__ = name
    return journey


_GERMAN = {"accept-language": "de"}


def _in_german(state: State) -> State:
    def shown(page: Page, live: LocalDesk) -> None:
        page.route("**/portal/**", lambda route: route.continue_(headers={**route.request.headers, **_GERMAN}))
        state(page, live)

    return shown


def skip_link(page: Page, live: LocalDesk) -> None:
    submit(page, live)
    page.keyboard.press("Tab")


def focus(page: Page, live: LocalDesk) -> None:
    """A button as somebody with a keyboard sees it."""
    submit(page, live)
    page.locator("main form button").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")


_PICTURED: dict[str, State] = {
    **STATES,
    "skip-link": skip_link,
    "focus": focus,
    **{
        f"german-{state.__name__.replace('_', '-')}": _in_german(state)
        for state in (submit, field_errors, answered, resolved, closed, rating, find)
    },
}
JOURNEYS = tuple(_journey(name, state) for name, state in _PICTURED.items())
