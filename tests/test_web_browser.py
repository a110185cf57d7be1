"""The page in a browser, as a person sees it: a phone and a desk, both languages, with and without a script, for everybody."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.loader import write_yaml
from tests.test_page import QUIET, STOLEN
from tests.test_web import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

pytestmark = pytest.mark.browser
PHONE, DESK = 390, 1440
LEAST = 24
"""pixels that whatever can be touched is high (WCAG 2.2, 2.5.8)"""
DRAWN_OVER = "[...document.querySelectorAll('a, button, input, select, summary')].filter((e) => !e.closest('.skip, dd, .links-in-text'))"
TROUBLES = {
    "fraud": "police",
    "unauthorised_payment": "freeze",
    "topup_failed": "complain",
    "account_restricted": "appeal",
    "auto_renewal": "renewal",
    "wrong_transfer": "payee",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    process, found = serving("--rooms", "0")
    yield found
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        yield found
        found.close()


class Person:
    """Somebody before a screen; whatever the browser complains of, or fetches from elsewhere, is noted."""

    def __init__(self, browser: Browser, address: str, width: int, lang: str, **wishes: Any) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 844 if width == PHONE else 900},
            locale={"zh": "zh-CN", "en": "en-GB"}[lang],
            reduced_motion="reduce",
            **wishes,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.wrong: list[str] = []
        self.page.on("console", lambda told: self.wrong.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: None if self._ours(request.url) else self.wrong.append(request.url))
        self.go("")

    def _ours(self, url: str) -> bool:
        return url.startswith((self.address, "blob:", "data:"))

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def press(self, button: Locator) -> None:
        with self.page.expect_navigation():
            button.click()

    def open(self, tmp_path: Path, case: dict[str, Any]) -> None:
        file = tmp_path / "case.yaml"
        file.write_text(write_yaml(case), encoding="utf-8")
        self.go("")
        self.page.set_input_files("#file", file)
        self.press(self.page.locator("form[action='/open'] button"))

    def begin(self) -> None:
        self.press(self.page.locator(".hero button.main"))

    def answer_all(self, trouble: str) -> None:
        """The first answer to everything, but this trouble; nobody was contacted."""
        for _ in range(30):
            if self.page.locator("button[value=card]").count():
                self.press(self.page.locator("button[value=card]"))
            elif "/question" not in self.page.url:
                return
            else:
                self.answer_one(trouble)

    def answer_one(self, trouble: str) -> None:
        choices = self.page.locator(".choices > button[name=pick]:not(.urgent)")
        fact = self.page.locator("input[name=fact]").first.get_attribute("value")
        if fact == "issue" and self.page.locator(f"button[value='{trouble}']").count():
            self.press(self.page.locator(f"button[value='{trouble}']"))
        elif fact == "issue":
            self.press(self.page.locator(f"button[value*='{trouble}']"))
        elif fact == "attempts":
            self.press(self.page.locator(".choices .none"))
        elif choices.count() > 1:
            self.press(choices.nth(1 if fact == "money_at_risk" else 0))
        else:
            self.page.fill("#typed", "3200" if fact == "amount" else "yesterday")
            self.press(self.page.locator(".field .main"))

    def looked_at(self, where: str) -> None:
        """Axe finds nothing, nothing is cut off at the side, and everything that can be touched is large enough."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        told = [(item["id"], [node["html"][:100] for node in item["nodes"]][:3]) for item in found]
        assert not told, (where, told)
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
        small = self.page.evaluate(
            f"{DRAWN_OVER}.filter((e) => {{ const box = e.getBoundingClientRect(); return box.width && box.height < {LEAST}; }})"
            ".map((e) => e.outerHTML.slice(0, 100))"
        )
        assert not small, (where, small)
        assert not self.wrong, (where, self.wrong)


@pytest.fixture
def person(browser: Browser, address: str) -> Iterator[Any]:
    people: list[Person] = []

    def come(width: int = PHONE, lang: str = "en", **wishes: Any) -> Person:
        people.append(Person(browser, address, width, lang, **wishes))
        return people[-1]

    yield come
    for one in people:
        one.context.close()


@pytest.mark.parametrize(("width", "lang", "scheme"), [(PHONE, "zh", "light"), (PHONE, "en", "dark"), (DESK, "zh", "dark"), (DESK, "en", "light")])  # fmt: skip
def test_everybody_can_use_every_page(person: Any, tmp_path: Path, width: int, lang: str, scheme: str) -> None:
    """From the first page to a letter: no page of it is too wide, too small to touch, or shut to anybody."""
    someone = person(width, lang, color_scheme=scheme)
    someone.looked_at("first page")
    someone.begin()
    someone.looked_at("long list")
    someone.press(someone.page.locator("button.urgent"))
    someone.looked_at("card")
    someone.press(someone.page.locator("button[value=card]"))
    assert someone.page.locator("button.urgent").count() == 0
    told = {"issue": "unauthorised_payment", "provider": "alipay", "money_at_risk": "no", "phone_number_lost": "no"}
    someone.open(tmp_path, {"as_of": "2026-11-22", "attempts": [], **told})
    while not someone.page.locator("#typed").count():
        someone.press(someone.page.locator(".choices button").first)
    someone.page.fill("#typed", "@@@")
    someone.press(someone.page.locator(".field .main"))
    assert someone.page.locator("#typed").evaluate("(field) => field === document.activeElement")
    someone.looked_at("not understood")
    someone.open(tmp_path, STOLEN)
    for place in ("answers", "plan", "plan/letter/1", "graph?what=ways&mine=yes", "graph?what=diff&before=2026-04-01&after=2026-05-01",
                  "graph?what=load", "nowhere"):  # fmt: skip
        someone.go(place)
        someone.wrong = [told for told in someone.wrong if "404" not in told]
        if place == "plan":
            someone.page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        someone.looked_at(place)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_from_the_first_page_to_a_letter(person: Any, trouble: str) -> None:
    """On a phone, for six kinds of trouble: questions, the plan with a number to dial, and a file in hand."""
    someone = person(PHONE, "en" if len(trouble) % 2 else "zh")
    someone.begin()
    someone.answer_all(trouble)
    someone.go("plan")
    assert someone.page.locator("li.card").count() >= 2
    assert someone.page.locator("a.call[href^='tel:']").count() >= 1
    letters = someone.page.locator(".downloads a[href^='/plan/letter/']")
    assert letters.count() >= 1
    someone.press(letters.first)
    blank = someone.page.locator("input[id^=blank-]").first
    blank.fill("王小明")
    with someone.page.expect_download() as given:
        someone.page.locator("button[value='md.zh']").click()
    assert "王小明" in Path(given.value.path()).read_text(encoding="utf-8")
    someone.go("answers")
    assert "王小明" not in someone.page.content()
    assert not someone.wrong


def test_it_works_without_a_script(person: Any, tmp_path: Path) -> None:
    """Questions, back, a change, a tick: every action is a form."""
    someone = person(PHONE, "en", java_script_enabled=False)
    someone.begin()
    someone.answer_all("fraud")
    assert someone.page.url.endswith("/plan")
    someone.press(someone.page.locator(".tick").first)
    assert someone.page.locator(".tick").first.get_attribute("aria-pressed") == "true"
    someone.go("answers")
    someone.press(someone.page.locator("button[value=issue]"))
    assert someone.page.locator("h1").inner_text()
    someone.press(someone.page.locator("form[action='/back'] button"))
    someone.open(tmp_path, STOLEN)
    assert not someone.wrong


def test_a_tick_needs_no_new_page(person: Any, tmp_path: Path) -> None:
    someone = person(PHONE, "en")
    someone.open(tmp_path, STOLEN)
    someone.go("plan")
    tick = someone.page.locator(".tick").first
    tick.click()
    someone.page.wait_for_selector(".card.done")
    assert tick.get_attribute("aria-pressed") == "true"
    someone.page.locator(".count", has_text="1 of").wait_for()
    someone.page.reload()
    assert someone.page.locator(".tick").first.get_attribute("aria-pressed") == "true"


def test_the_keyboard_alone_is_enough(person: Any) -> None:
    """The first key leads past the head of the page; then answers are reached in order, and each shows where one is."""
    someone = person(DESK, "en")
    someone.begin()
    someone.page.keyboard.press("Tab")
    assert someone.page.evaluate("document.activeElement.className") == "skip"
    someone.page.keyboard.press("Enter")
    someone.page.keyboard.press("Tab")
    focus = "(() => { const e = document.activeElement; return [e.name, getComputedStyle(e).outlineStyle]; })()"
    assert someone.page.evaluate(focus) == ["pick", "solid"]
    before = someone.page.locator("h1").inner_text()
    with someone.page.expect_navigation():
        someone.page.keyboard.press("Enter")
    assert someone.page.locator("h1").inner_text() != before


def test_back_in_the_browser_changes_the_answer(person: Any) -> None:
    """Who goes back and takes another answer has changed it, and is asked on."""
    someone = person(PHONE, "en")
    someone.begin()
    someone.press(someone.page.locator("button[value=topup_failed]"))
    someone.page.go_back()
    someone.press(someone.page.locator("button[value=fraud]"))
    someone.go("answers")
    assert "deceived" in someone.page.locator(".told li").first.inner_text()
    assert someone.page.locator(".told li").count() == 1


def test_two_people_are_asked_each_their_own(person: Any) -> None:
    one, other = person(PHONE, "en"), person(DESK, "zh")
    one.begin()
    other.begin()
    one.press(one.page.locator("button[value=topup_failed]"))
    assert other.page.locator("h1").inner_text() != one.page.locator("h1").inner_text()
    other.go("answers")
    assert other.page.locator(".told li").count() == 0


def test_a_plan_prints_on_paper(person: Any, tmp_path: Path) -> None:
    """On A4 with every fold open: the steps and their grounds are on it, buttons are not."""
    someone = person(DESK, "en")
    someone.open(tmp_path, STOLEN)
    someone.go("plan")
    someone.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    someone.page.emulate_media(media="print")
    assert someone.page.locator("details:not([open])").count() == 0
    assert not someone.page.locator(".keep").is_visible()
    assert not someone.page.locator(".top nav").is_visible()
    assert someone.page.locator(".card dd").first.is_visible()
    paper = someone.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 2


def test_the_map_is_worked_inside_the_page(person: Any, tmp_path: Path) -> None:
    """The picture runs under its own policy: a box opens its card, filters narrow it, a case lies on it."""
    someone = person(DESK, "en")
    someone.open(tmp_path, STOLEN)
    someone.go("graph?what=escalation&mine=yes")
    frame = someone.page.frame_locator("iframe")
    frame.locator("figure[lang=en] [data-node]").first.press("Enter")
    assert frame.locator("#card article:visible h2").inner_text()
    someone.page.select_option("#provider", "alipay")
    someone.page.uncheck("#mine")
    someone.page.check("input[value=regulator]")
    someone.press(someone.page.locator(".filters button"))
    assert "level=regulator" in someone.page.locator("iframe").get_attribute("src")
    boxes = someone.page.frame_locator("iframe").locator("figure[lang=en] [data-node]")
    boxes.first.wait_for()
    assert 0 < boxes.count() < 20
    assert not someone.wrong


def test_no_entry_of_a_legend_is_cut_off(person: Any) -> None:
    """Every text of it is inside of the picture that it stands in, whichever side it is written from."""
    cut = """() => [...document.querySelectorAll("#legend p:not([hidden]) svg")].flatMap((svg) => {
      const box = svg.getBoundingClientRect();
      return [...svg.querySelectorAll("text")].filter((text) => box.width && text.getBoundingClientRect().right > box.right + 2)
        .map((text) => text.textContent); })"""
    for lang in ("zh", "en"):
        someone = person(DESK, lang)
        for query in ("escalation", "ways", "diff&before=alipay&after=wechat_pay"):
            someone.go(f"graph/picture?what={query}")
            someone.page.evaluate("document.querySelector('#legend').open = true")
            assert someone.page.locator("#legend svg").count()
            assert someone.page.evaluate(cut) == [], (lang, query)
