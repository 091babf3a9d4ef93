"""Every page of the portal in every state is good for everybody: in the light, in the dark, on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.portal_states import STATES, State
from tests.browser.portal_walk import from_elsewhere
from tests.browser.watching import Watch, assert_accessible, assert_reflows
from tests.support.local_desk import LocalDesk

NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_everybody_can_read_it(page: Page, live: LocalDesk, watch: Watch, state: State) -> None:
    watch.expect("the server responded with a status of 4")
    from_elsewhere(page.context)
    state(page, live)
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    assert_accessible(page)
    assert_reflows(page)
