"""A browser for the tests of the site, and what they ask of a page that is open in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

# WCAG at levels A and AA in all its versions, and what axe-core holds good beside it.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = 1280, 320

_AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# Without preload: axe would fetch the styles again, which a page opened from a file may not.
_RUN = """rules => axe.run(document, {preload: false, runOnly: {type: 'tag', values: rules}})
  .then(found => found.violations.map(
    v => `${v.id}: ` + v.nodes.slice(0, 4).map(n => n.html.slice(0, 160)).join(' | ')))"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine; without one the test is left out, but never on CI."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("TRAILBLAZER_CI"):
            pytest.fail("no Chromium on this machine, and on CI no test is left out")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


class Reader:
    """Someone with the site open in a browser; what the browser asked for and reported is kept."""

    def __init__(self, browser: Browser, site: Path, width: int = WIDE, **device: Any) -> None:
        size = {"width": width, "height": 800}
        self.site = site
        self.context: BrowserContext = browser.new_context(viewport=size, **device)
        self.requests: list[str] = []
        self.troubles: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("requestfailed", self._failed)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._heard)

    def _failed(self, request: Request) -> None:
        # A load that the next page calls off is aborted; one that cannot be had says why.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"cannot load {request.url}")

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.troubles.append(message.text)

    def open(self, name: str) -> Page:
        """Open a page by its name, such as ``findings/settings``."""
        self.page.goto(f"{self.site.as_uri()}/{name}.html")
        return self.page

    def unfold(self) -> None:
        """Open everything that can be folded, so that what is in it is looked at too."""
        self.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        self.settle()

    def settle(self) -> None:
        """Wait until what was done has been acted on and drawn."""
        self.page.evaluate("new Promise(r => requestAnimationFrame(() => setTimeout(r, 20)))")

    def faults(self) -> list[str]:
        """What axe-core finds wrong with the page that is open."""
        self.page.evaluate(_AXE)
        return list(self.page.evaluate(_RUN, RULES))

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))

    def elsewhere(self) -> list[str]:
        """What was asked for that is no file of the site."""
        home = f"{self.site.as_uri()}/"
        return [url for url in self.requests if not url.startswith((home, "data:"))]


def names(site: Path) -> list[str]:
    """Every page of a site, in alphabetical order."""
    found = (p.relative_to(site).with_suffix("").as_posix() for p in site.rglob("*.html"))
    return sorted(name for name in found if not name.startswith("_"))


def hexadecimal(colour: str) -> str:
    """A colour as a browser computes it, such as ``rgb(1, 2, 3)``, as ``#010203``."""
    numbers = colour[colour.index("(") + 1 : -1].split(",")[:3]
    return "#" + "".join(f"{round(float(n)):02x}" for n in numbers)
