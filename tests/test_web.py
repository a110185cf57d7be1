"""The page without a browser: it asks what the terminal asks, tells what the plan tells, keeps visits apart, and lets nothing in."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.testclient import TestClient

from engine.interview import Interview, begin
from engine.steps.outline import Step
from knowledge.entrance import Entrance
from knowledge.loader import write_yaml
from knowledge.models import CONTACTS, Lang
from tests.casebook import CASES, one_of_each, random_case, read_cases
from tests.test_page import HOSTILE, STOLEN, Shape
from web import desk, make_app
from web.pages import numbers_of
from web.plan_view import plan_view
from web.question import question_of
from web.visits import Visits

ROOT = Path(__file__).parent.parent
HERE = "http://127.0.0.1:8316"
TODAY = date(2026, 11, 22)
TOLD = read_cases(CASES)
PLACES = ("/", "/question", "/answers", "/plan", "/graph")
FORMS = ("/start", "/answer", "/back", "/change", "/further", "/language", "/open", "/resume", "/keep", "/forget", "/over",
         "/plan/tick", "/graph/batch")  # fmt: skip


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "today", lambda: TODAY)


class Visitor:
    """A browser without a script: it follows, and sends the forms that it is shown."""

    def __init__(self, app: Any, lang: str = "en") -> None:
        self.client = TestClient(app, base_url=HERE, follow_redirects=True, headers={"Accept-Language": lang})
        self.page = self.get("/")

    def get(self, path: str) -> httpx.Response:
        self.page = self.client.get(path)  # type: ignore[assignment]
        return self.page

    @property
    def token(self) -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.page.text)
        assert found, self.page.text
        return found[1]

    def send(self, path: str, files: Any = None, **fields: str) -> httpx.Response:
        self.page = self.client.post(path, data={"token": self.token, **fields}, files=files)  # type: ignore[assignment]
        assert self.page.status_code == 200, self.page.text
        return self.page

    @property
    def hidden(self) -> dict[str, str]:
        """What the form of the question carries."""
        found = dict(re.findall(r'name="(fact|part|count)" value="([^"]*)"', self.page.text))
        assert found, self.page.text
        return found

    def answer(self, **said: str) -> httpx.Response:
        return self.send("/answer", **self.hidden, **said)

    @property
    def picks(self) -> list[str]:
        return [unescape(value) for value in re.findall(r'name="pick" value="([^"]*)"', self.page.text)]

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page.text, re.DOTALL)
        return plain(found[1]) if found else ""

    def open(self, case: dict[str, Any]) -> httpx.Response:
        self.get("/")
        return self.send("/open", files={"file": ("case.yaml", write_yaml(case).encode())})


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    found = make_app(0, tmp_path_factory.mktemp("kept"))
    yield found
    found.state.house.rooms.close()


@pytest.fixture
def visitor(app: Any) -> Visitor:
    return Visitor(app)


def typed(interview: Interview, number: int) -> tuple[str, dict[str, str]]:
    """The same answer as a line in a terminal and as a field of the page: now and then “don't know”, else one of the list."""
    asked = question_of(interview)
    assert asked
    if asked.part == "reference":
        return "A-17", {"typed": "A-17"}
    if not asked.choices:
        line = "3200" if asked.amount else "2026-11-03"
        return line, {"typed": line}
    if asked.fact == CONTACTS and asked.part == "office" and asked.count:
        return "0", {"pick": "0"}
    place = number % len(asked.choices)
    return str(place + 1), {"pick": asked.choices[place].value}


@pytest.mark.parametrize(("seed", "lang"), [(0, "zh"), (1, "en"), (3, "zh"), (4, "en"), (7, "zh")])
def test_the_page_asks_what_the_terminal_asks(app: Any, seed: int, lang: Lang) -> None:
    """The same questions in the same order with the same words, whatever is answered; then the same plan."""
    visitor, interview = Visitor(app, lang), begin(desk.adviser(), TODAY, lang, {})
    visitor.send("/start")
    for number in range(40):
        if not interview.prompt():
            break
        if interview.card:
            assert visitor.heading == interview.say("card-title")
            interview, _ = interview.take("")
            visitor.send("/answer", pick="card")
            continue
        asked = question_of(interview)
        assert asked
        assert visitor.heading == asked.ask == interview.prompt()[1]
        assert visitor.picks == [*(item.value for item in asked.choices), *(["0"] if asked.none else [])]
        line, said = typed(interview, seed + number * (seed + 1))
        interview, _ = interview.take(line)
        visitor.answer(**said)
    assert visitor.page.url.path == "/plan"
    assert visitor.heading == interview.say("plan-title")
    for step in interview.advice.plan.steps:
        assert step.title[lang] in plain(visitor.page.text)


def told_of(step: Step, lang: Lang) -> Iterator[str]:
    """What a person has to see of a step."""
    yield step.title[lang]
    yield from (way.value for way in step.entrances)
    yield from (text[lang] for text in (*step.how, *step.claims, *step.guidance, *step.reasons))
    yield from (item.gist[lang] for item in step.basis)
    yield from (str(day) for day in (step.reply_due, step.limit and step.limit.last) if day and day >= TODAY)


@pytest.mark.parametrize(
    "told", [*one_of_each(TOLD).values(), *TOLD[::40]], ids=lambda told: str(told.get("story", ""))[:40]
)
def test_the_page_of_a_plan_tells_the_plan(told: dict[str, Any]) -> None:
    """Every step with its numbers to dial, its dates, what to say, its grounds: the same as the plan says."""
    case = desk.adviser().read(told["case"], TODAY)
    advice = desk.adviser().advise(case)
    for lang in ("zh", "en"):
        talk = desk.begun(lang, told["case"])
        html = desk.plan_page(talk, desk.Frame("token", begun=True, here="/plan"), frozenset())
        text = re.sub(r"\s+", " ", plain(html))
        for step in advice.plan.steps:
            if step.do_by is None or step.do_by >= TODAY:
                missing = [part for part in told_of(step, lang) if re.sub(r"\s+", " ", part) not in text]
                assert not missing, (step.action, missing)
            for way in step.entrances:
                if way.kind == "phone" and re.fullmatch(r"[\d-]{3,}", way.value):
                    assert f'href="tel:{way.value.replace("-", "")}"' in html, way.value
        assert len(re.findall(r'<li class="card ', html)) == len(advice.plan.steps)


def test_back_forgets_the_last_answer(visitor: Visitor) -> None:
    visitor.send("/start")
    first = visitor.heading
    visitor.answer(pick="fraud")
    assert visitor.heading != first
    visitor.send("/back")
    assert visitor.heading == first


def test_a_changed_answer_tells_what_that_does(visitor: Visitor) -> None:
    visitor.open(STOLEN)
    visitor.get("/answers")
    visitor.send("/change", fact="payment_source")
    visitor.answer(pick="bank_card")
    lines = plain(visitor.page.text)
    assert "Changed:" in lines
    assert "balance" not in lines.split("Changed:")[1][:60]


def test_the_page_before_may_be_answered_again(visitor: Visitor) -> None:
    """Who goes back in the browser and takes another answer means to change that answer; twice the same is once."""
    visitor.send("/start")
    old, token = visitor.hidden, visitor.token
    visitor.answer(pick="topup_failed")
    visitor.answer(pick="alipay")
    asked = visitor.heading
    visitor.client.post("/answer", data={"token": token, **old, "pick": "topup_failed"})
    assert (visitor.get("/question") and visitor.heading) == asked
    visitor.client.post("/answer", data={"token": token, **old, "pick": "fraud"})
    visitor.get("/answers")
    assert "deceived" in plain(visitor.page.text)


def test_an_earlier_question_shows_its_answer_and_changes_nothing(visitor: Visitor) -> None:
    """By its place: what was told stands in it; looking at it is no change, and a place that is none leads to the question now."""
    visitor.open(STOLEN)
    visitor.get("/question")
    now, heading = visitor.page.url.path, visitor.heading
    places = {visitor.get(f"/question/{place}") and visitor.heading: visitor.page.text for place in range(1, 9)}
    assert any('value="2026-11-03"' in text for text in places.values())
    assert any("the answer so far" in text for text in places.values())
    for beyond in ("0", "99", "-1"):
        visitor.get(f"/question/{beyond}")
        assert (visitor.page.url.path, visitor.heading) == (now, heading)


def test_an_old_page_of_a_contact_is_not_noted(visitor: Visitor) -> None:
    visitor.open({**STOLEN, "attempts": []})
    visitor.get("/plan")
    visitor.send("/change", fact=CONTACTS)
    office, token = visitor.hidden, visitor.token
    visitor.answer(typed="police")
    visitor.answer(
        **(
            {"pick": visitor.picks[0]}
            if visitor.picks and visitor.hidden["part"] == "deed"
            else {"typed": "2026-11-04"}
        )
    )
    part = visitor.hidden
    visitor.client.post("/answer", data={"token": token, **office, "typed": "12315"})
    visitor.get("/question")
    assert "older page" in plain(visitor.page.text) or visitor.hidden == part
    assert visitor.hidden == part


def test_what_is_not_understood_is_said_and_can_be_mended(visitor: Visitor) -> None:
    """The error is announced, tied to the field, and what was written is still in it."""
    visitor.open({"as_of": "2026-11-22", "issue": "unauthorised_payment", "provider": "alipay"})
    while "incident_date" not in visitor.page.text:
        visitor.answer(pick="0")
    visitor.answer(typed="the day of the cat")
    assert 'role="alert"' in visitor.page.text
    assert 'aria-invalid="true"' in visitor.page.text
    assert 'value="the day of the cat"' in visitor.page.text
    visitor.answer(typed="last Monday")
    assert "2026-11-16" in plain(visitor.page.text)


def test_a_step_is_ticked_off_and_back(visitor: Visitor) -> None:
    visitor.open(STOLEN)
    visitor.get("/plan")
    key = unescape(re.findall(r'name="step" value="([^"]+)"', visitor.page.text)[0])
    assert re.search(r"0 of \d+ steps done", visitor.page.text)
    visitor.send("/plan/tick", step=key, at="step-1")
    assert re.search(r"1 of \d+ steps done", visitor.page.text)
    visitor.send("/plan/tick", step=key, at="step-1")
    assert re.search(r"0 of \d+ steps done", visitor.page.text)


def test_what_is_told_of_a_contact_is_added(visitor: Visitor) -> None:
    """Telling what came of a step keeps the contacts that were told before."""
    visitor.open(STOLEN)
    visitor.get("/plan")
    visitor.send("/change", fact=CONTACTS)
    assert visitor.page.text.count("2026-11-0") >= 3
    visitor.answer(typed="called 12315 two days ago, refused")
    while visitor.hidden["part"] != "office":
        visitor.answer(pick=visitor.picks[0])
    visitor.answer(pick="0")
    visitor.get("/plan/file/case.yaml")
    assert visitor.page.text.count("channel:") == len(STOLEN["attempts"]) + 1


def test_the_language_can_be_changed_on_the_way(visitor: Visitor) -> None:
    visitor.send("/start")
    visitor.answer(pick="topup_failed")
    english = visitor.heading
    visitor.send("/language", lang="zh", back="/question")
    assert visitor.page.url.path == "/question/2"
    assert visitor.heading != english
    assert '<html lang="zh-CN">' in visitor.page.text


def test_every_file_can_be_taken_away(visitor: Visitor) -> None:
    """Each is a file by its own name, of its own kind, and never shown as a page of ours."""
    visitor.open(STOLEN)
    visitor.get("/plan")
    files = re.findall(r'href="(/plan/file/[^"]+)"', visitor.page.text)
    assert len(files) >= 5
    for file in files:
        found = visitor.client.get(file)
        assert found.status_code == 200, file
        assert found.headers["content-disposition"].startswith('attachment; filename="recourse-')
        assert len(found.content) > 100
    assert visitor.client.get("/plan/file/nothing").status_code == 404


def test_nothing_is_kept_unless_asked_for(tmp_path: Path) -> None:
    """Under a name it is kept, goes on from there, takes further answers, and can be deleted."""
    app = make_app(0, tmp_path)
    visitor = Visitor(app)
    visitor.open(STOLEN)
    visitor.get("/plan")
    assert list(tmp_path.iterdir()) == []
    visitor.send("/keep", name="../evil")
    assert 'role="alert"' in visitor.page.text
    visitor.send("/keep", name="mine")
    file = tmp_path / "mine.yaml"
    assert file.stat().st_mode & 0o777 == 0o600
    other = Visitor(app)
    other.send("/resume", name="nobody")
    assert 'role="alert"' in other.page.text
    other.send("/resume", name="mine")
    other.get("/answers")
    assert "CNY" in plain(other.page.text) or "3200" in plain(other.page.text)
    other.get("/plan")
    other.send("/keep", name="mine")
    visitor.send("/change", fact="payment_source")
    visitor.answer(pick="bank_card")
    assert "bank_card" in file.read_text()
    visitor.get("/plan")
    visitor.send("/forget")
    assert list(tmp_path.iterdir()) == []


def test_what_is_ticked_off_is_kept_with_the_answers(tmp_path: Path) -> None:
    """In a file of its own, for its owner only: before and after they are kept; it comes back with them and goes with them."""
    app = make_app(0, tmp_path)
    visitor = Visitor(app)
    visitor.open(STOLEN)
    visitor.get("/plan")
    keys = [unescape(key) for key in re.findall(r'name="step" value="([^"]+)"', visitor.page.text)]
    first, second = list(dict.fromkeys(keys))[:2]
    visitor.send("/plan/tick", step=first, at="step-1")
    assert list(tmp_path.iterdir()) == []
    visitor.send("/keep", name="mine")
    visitor.send("/plan/tick", step=second, at="step-2")
    assert (tmp_path / "mine.ticks").stat().st_mode & 0o777 == 0o600
    other = Visitor(app)
    other.send("/resume", name="mine")
    other.get("/plan")
    assert re.search(r"2 of \d+ steps done", other.page.text)
    other.send("/plan/tick", step=first, at="step-1")
    other.send("/plan/tick", step=second, at="step-2")
    assert not (tmp_path / "mine.ticks").exists()
    other.send("/plan/tick", step=first, at="step-1")
    (tmp_path / "mine.ticks").write_text("done: {no: list", encoding="utf-8")
    third = Visitor(app)
    third.send("/resume", name="mine")
    third.get("/plan")
    assert re.search(r"0 of \d+ steps done", third.page.text)
    third.send("/forget")
    assert list(tmp_path.iterdir()) == []


def test_visits_are_apart(app: Any) -> None:
    """What one was told, another never sees; a word that is guessed opens nothing."""
    one, other = Visitor(app), Visitor(app)
    one.open({**STOLEN, "note": "only for one"})
    other.get("/plan")
    assert other.page.url.path == "/"
    other.send("/start")
    other.get("/answers")
    assert "Alipay" not in plain(other.page.text)
    guessed = TestClient(app, base_url=HERE, cookies={"recourse": "x" * 43})
    assert guessed.get("/plan", follow_redirects=False).headers["location"] == "/"


def test_a_visit_ends_and_there_are_never_too_many() -> None:
    """Who only knocks drives out nobody who has told something, and is not driven out by them."""
    now = [0.0]
    visits = Visits(clock=lambda: now[0], most=3)
    told = [visits.begin("zh")[0] for _ in range(3)]
    for word in told:
        found = visits.find(word)
        assert found
        found.talk = desk.begun("zh")
    knocked = [visits.begin("zh")[0] for _ in range(5)]
    assert len(visits) == 6
    assert all(visits.find(word) for word in told)
    assert [bool(visits.find(word)) for word in knocked] == [False, False, True, True, True]
    found = visits.find(knocked[-1])
    assert found
    found.talk = desk.begun("zh")
    visits.begin("zh")
    assert visits.find(told[0]) is None
    assert visits.find(knocked[-1]) is found
    now[0] = 13 * 3600.0
    assert visits.find(told[1]) is None
    assert len(visits) == 0


def test_every_page_lets_a_browser_do_nothing_but_show_it(visitor: Visitor) -> None:
    """The policy allows no inline script or style, and no page has any; nothing is fetched from elsewhere."""
    visitor.open(STOLEN)
    for place in (*PLACES, "/nowhere", "/graph?what=ways&mine=yes", "/graph?what=diff&before=x&after=y"):
        page = visitor.client.get(place)
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["cache-control"] == "no-store"
        shape = Shape(page.text)
        assert not [
            names for _, names in shape.tags if "style" in names or any(name.startswith("on") for name in names)
        ]
        assert "<style" not in page.text
        assert [tag for tag, _ in shape.tags if tag == "script"] == ["script"]
        fetched = [address for tag, address in shape.links if tag in ("script", "link", "img", "iframe", "form")]
        assert all(address.startswith("/") and not address.startswith("//") for address in fetched), fetched


def test_the_cookie_is_for_this_page_only(app: Any) -> None:
    cookie = TestClient(app, base_url=HERE).get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_site_is_refused(app: Any, path: str) -> None:
    """Without our word, with another's origin, under another name, or too large: nothing of it is read."""
    visitor = Visitor(app)
    visitor.open(STOLEN)
    visitor.get("/plan")
    token, client = visitor.token, visitor.client
    assert client.post(path, data={"token": "x"}).status_code == 403
    assert client.post(path, data={}).status_code == 403
    assert client.post(path, data={"token": token}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post(path, data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(path, data={"token": token}, headers={"Host": "evil.example"}).status_code == 400
    assert client.post(path, data={"token": token}, headers={"Origin": "null"}).status_code == 403
    assert "3200" in plain(client.get("/answers").text)


def test_no_other_host_is_answered(app: Any) -> None:
    client = TestClient(app, base_url=HERE)
    for host in ("evil.example", "evil.example:8316", "127.0.0.1.evil.example:8316", "127.0.0.1@evil.example", ""):
        assert client.get("/", headers={"Host": host}).status_code == 400, host
    for host in ("localhost:8316", "127.0.0.1:8316", "[::1]:8316"):
        assert client.get("/", headers={"Host": host}).status_code == 200, host


def test_too_much_is_not_read(app: Any) -> None:
    client = TestClient(app, base_url=HERE)
    assert client.post("/api/plan", content=b" " * 5_000_000).status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 100_000

    assert client.post("/api/plan", content=pieces()).status_code == 413


def test_a_program_of_another_site_is_refused(app: Any) -> None:
    client = TestClient(app, base_url=HERE)
    told = {"case": {"issue": "fraud"}}
    assert client.post("/api/plan", json=told, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post("/api/plan", json=told).status_code == 200


def test_hostile_texts_stay_texts(app: Any) -> None:
    """In every field that takes text, in both languages: the tags of a page are those of the same page without them."""
    for place, hostile in enumerate((*HOSTILE, "=1+1", "../../etc/passwd", "\x00", "%s{0}{x}")):
        for lang in (("zh", "en")[place % 2],):
            visitor = Visitor(app, lang)
            case = {
                **STOLEN,
                "note": hostile[:500],
                "attempts": [{**STOLEN["attempts"][2], "reference": hostile[:100]}],
            }
            visitor.open(case)
            pages = [
                visitor.get("/question"),
                visitor.get("/plan"),
                visitor.get("/answers"),
                visitor.get("/graph?what=ways&mine=yes"),
            ]
            visitor.get("/plan")
            pages.append(visitor.send("/keep", name=hostile))
            pages.append(visitor.send("/change", fact=CONTACTS))
            pages.append(visitor.answer(typed=hostile))
            pages.append(visitor.send("/change", fact=hostile))
            pages.append(visitor.send("/plan/tick", step=hostile, at=hostile))
            pages.append(visitor.get("/graph?" + urlencode({"what": "rules", "name": hostile[:50]})))
            for page in pages:
                shape = Shape(page.text)
                tags = [tag for tag, _ in shape.tags]
                assert tags.count("script") == 1, hostile
                assert not [n for _, names in shape.tags for n in names if n.startswith("on")], hostile
                assert "49" not in plain(page.text).split(), hostile


def test_no_address_tells_of_a_person(visitor: Visitor) -> None:
    """Whatever is answered, the addresses that a browser remembers are the same."""
    seen = set()
    visitor.client.event_hooks = {"request": [lambda request: seen.add(request.url.raw_path.decode())]}  # type: ignore[attr-defined]
    visitor.open(STOLEN)
    for place in PLACES:
        visitor.get(place)
    visitor.get("/plan")
    visitor.send("/change", fact="amount")
    visitor.answer(typed="987654")
    assert {re.sub(r"/question/\d+", "/question", address) for address in seen} <= {*PLACES, *FORMS}


def test_a_batch_is_read_line_by_line(visitor: Visitor) -> None:
    """Good lines are counted, bad ones are told; the picture and the words come from the same cases."""
    import json

    lines = [json.dumps(random_case(seed), default=str, ensure_ascii=False) for seed in range(6)]
    visitor.get("/graph?what=load")
    body = "\n".join([*lines, "{", '{"issue": "frod"}']).encode()
    visitor.send("/graph/batch", files={"file": ("cases.jsonl", body)})
    assert "6 cases read, 2 lines" in plain(visitor.page.text)
    assert "fraud" in plain(visitor.page.text)
    assert "<iframe" in visitor.page.text
    picture = visitor.client.get("/graph/picture?what=load&by=issue")
    assert picture.status_code == 200
    assert "frame-ancestors 'self'" in picture.headers["content-security-policy"]


@pytest.mark.parametrize("query", ["what=escalation&mine=yes", "what=ways&mine=yes", "what=timeline", "what=proof&name=complain-pboc",
                                   "what=rules", "what=diff&before=2026-04-01&after=alipay", "what=escalation&level=regulator&provider=alipay"])  # fmt: skip
def test_every_picture_is_a_page_of_its_own(visitor: Visitor, query: str) -> None:
    """Its policy is its own, by the hash of its style and script, so that it works inside of ours."""
    visitor.open(STOLEN)
    assert "<iframe" in visitor.get(f"/graph?{query}").text
    picture = visitor.client.get(f"/graph/picture?{query}")
    assert picture.status_code == 200
    assert "<svg" in picture.text
    assert "script-src 'sha256-" in picture.headers["content-security-policy"]


def test_what_cannot_be_drawn_is_said(visitor: Visitor) -> None:
    for query in (
        "what=load",
        "what=diff&before=HEAD&after=..",
        "what=rules&name=nothing",
        "what=nonsense",
        "what=timeline",
    ):
        page = visitor.get(f"/graph?{query}")
        assert page.status_code == 200
        assert 'role="alert"' in page.text, query
        assert visitor.client.get(f"/graph/picture?{query}").status_code == 422


@pytest.mark.parametrize("seed", range(6))
def test_any_case_has_a_page(seed: int) -> None:
    """Drawn at random, in both languages, with every step once."""
    case = desk.adviser().read(random_case(seed), TODAY)
    for lang in ("zh", "en"):
        view = plan_view(desk.adviser().advise(case), lang)
        ranks = [card.rank for card in view.cards]
        assert sorted(ranks) == list(range(1, len(ranks) + 1))


def test_the_words_of_the_page_name_no_key_of_the_terminal() -> None:
    """Whatever the questionnaire says on the page, it sends nobody to a key that a page does not have."""
    wording = desk.adviser().knowledge.wording
    said = [key for key in wording if key.startswith(("ask-", "contact-", "card-", "first-number"))]
    # said by the command itself, before and after the questions
    apart = ("ask-welcome", "ask-level-up", "ask-saved", "ask-keep", "ask-not-kept-here", "card-enter")
    for key in said:
        if key not in apart:
            text = f"{wording[key].zh} {wording[key].en}"
            assert not re.search(r"输入 ?[bcq]\b|回车|type b|\bq (shows|to)|Enter (if|when)|press Enter", text), key


def test_every_number_dials_itself(visitor: Visitor) -> None:
    """Who knows nothing at all is told numbers that can be tapped, where they are asked and in the plan; a key of a voice menu is no part of one."""
    visitor.send("/start")
    visitor.answer(pick="0")
    for page in (visitor.page, visitor.get("/plan")):
        for number in ("110", "12345", "95188", "95017"):
            assert f'href="tel:{number}"' in page.text, number
    visitor.open(
        {"as_of": "2026-11-22", "issue": "unauthorised_payment", "provider": "wechat_pay", "money_at_risk": "yes"}
    )
    assert "then press 9" in plain(visitor.get("/plan").text)
    dialled = set(re.findall(r'href="tel:([^"]+)"', visitor.page.text))
    assert "950179" not in dialled
    assert "95017" in dialled


def test_no_date_sum_or_address_is_taken_for_a_number() -> None:
    numbers = numbers_of(desk.adviser().knowledge)
    for text in (
        "2026-110",
        "CNY 12,345.00",
        "110.50",
        "https://www.12315.cn",
        "12345元",
        "1101",
        "A110",
        "https://x/110",
        "021-123631",
    ):
        assert not numbers.search(text), text
    assert numbers.findall("12315、110；021-12363（12345）") == ["12315", "110", "021-12363", "12345"]


def test_no_number_has_a_key_of_a_menu_in_it() -> None:
    """A telephone would dial it as part of the number: refused where the files are read."""
    number = {"kind": "phone", "value": "021-12363", "confidence": "high", "checked": "2026-11-22"}
    with pytest.raises(ValueError, match="press"):
        Entrance.model_validate({**number, "value": "95017-9"})
    assert Entrance.model_validate(number)


def test_answers_that_are_gone_are_said_to_be_gone(visitor: Visitor, app: Any) -> None:
    """After half a day, or when the program was started anew: the first page says so, whatever was opened or pressed, and works."""
    visitor.open(STOLEN)
    token = visitor.get("/answers") and visitor.token
    for again in (
        lambda: visitor.get("/plan"),
        lambda: visitor.client.post("/answer", data={"token": token, "pick": "yes"}),
    ):
        app.state.house.visits._open.clear()
        page = again()
        assert page.status_code == 200
        assert page.url.path == "/"
        assert "are gone" in plain(page.text)
    visitor.page = page  # type: ignore[assignment]
    visitor.send("/start")
    assert visitor.page.url.path == "/question/1"
    visitor.get("/")
    visitor.send("/over")
    assert "are gone" not in plain(visitor.page.text)


@pytest.mark.parametrize("path", ["/question/abc", "/plan/letter/x", "/nowhere", "/plan/file/%ff", "/question/"])
def test_a_person_is_never_answered_in_json(visitor: Visitor, path: str) -> None:
    page = visitor.client.get(path)
    assert page.headers["content-type"].startswith("text/html")
    assert page.status_code in (200, 404)


@pytest.mark.parametrize("path", FORMS)
def test_the_address_of_a_form_leads_to_its_page(visitor: Visitor, path: str) -> None:
    """A browser that opens it again, or somebody who types it, finds where the form stands; other methods change nothing."""
    visitor.send("/start")
    page = visitor.get(path)
    assert page.status_code == 200
    assert page.url.path in ("/question/1", "/plan", "/graph")
    for method in ("PUT", "DELETE", "PATCH"):
        told = visitor.client.request(method, path)
        assert told.status_code == 405
        assert "failed" not in plain(told.text)


def test_the_head_of_a_page_is_told(app: Any) -> None:
    client = TestClient(app, base_url=HERE)
    for place in ("/", "/graph", "/static/page.css"):
        assert client.head(place).status_code == 200


def test_a_file_that_is_no_case_is_told(visitor: Visitor) -> None:
    """In the words of the page, with the name of the file, and in nothing of how it is made."""
    for body, told in (
        (b"", "no case"),
        (b"- a", "no case"),
        ("issue: 中".encode("gbk"), "save it as UTF-8"),
        (b"issue: [", "mine.yaml"),
    ):
        visitor.get("/")
        visitor.send("/open", files={"file": ("mine.yaml", body)})
        assert visitor.page.url.path == "/"
        assert told in plain(visitor.page.text), body
        assert "iconv" not in visitor.page.text
        assert "“: " not in plain(visitor.page.text)


def test_a_table_is_read_as_lines_are(visitor: Visitor) -> None:
    """What `recourse batch` takes; what is too much, or in another encoding, is told and not left out in silence."""
    rows = b"issue,provider,attempts.1.channel,attempts.1.date,attempts.1.outcome\nfraud,alipay,police,2026-11-01,pending\nfrod,alipay,,,\n"
    visitor.get("/graph?what=load")
    visitor.send("/graph/batch", files={"file": ("cases.csv", rows)})
    assert "1 cases read, 1 lines" in plain(visitor.page.text)
    visitor.send("/graph/batch", files={"file": ("cases.csv", "issue\n中\n".encode("gbk"))})
    assert "save it as UTF-8" in plain(visitor.page.text)
    visitor.send("/graph/batch", files={"file": ("cases.jsonl", b'{"issue": "fraud"}\n' * 507)})
    assert "500 cases read" in plain(visitor.page.text)
    assert "the 7 after them" in plain(visitor.page.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_wrong_on_the_map_is_told_in_words(app: Any, lang: str) -> None:
    """Under the names that the page has, in its language: no field of a program, no message of a library."""
    visitor = Visitor(app, lang)
    for query in ("on=abc", "on=1000-01-01", "provider=zzz", "issue=zzz", "start=zzz&to=zzz", "what=ways&start=zzz&to=zzz", "what=rules&name=zzz",
                  "what=diff&before=a&after=b", "what=zzz", "what=load&by=zzz", "provider=" + "z" * 200):  # fmt: skip
        page = visitor.get(f"/graph?{query}")
        found = re.search(r'<div class="notes wrong" role="alert">(.*?)</div>', page.text, re.DOTALL)
        assert found, query
        told = plain(found[1])
        assert not re.search(
            r"Input should|validation|provider:|issue:|side:|channel:|from:|\bon:|\bby:|NAME|--", told
        ), told
        assert re.search("[㐀-鿿]", told) if lang == "zh" else not re.search("[㐀-鿿]", told), told


def test_no_question_names_a_key_of_the_terminal() -> None:
    knowledge = desk.adviser().knowledge
    texts = [part for question in knowledge.questions.values() for part in question.texts]
    texts += [value.again for fact in knowledge.facts.values() for value in fact.values if value.again]
    for text in texts:
        assert not re.search(r"回车|\bEnter\b", f"{text.zh} {text.en}"), text


def serving(*options: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "cli.py", "serve", "--no-open", "--port", "0", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert found
    return process, found[0]


def test_it_serves_this_machine_writes_nothing_down_and_ends_whole() -> None:
    """As people start it, in processes of their own: nothing of a request is printed, and no process is left behind."""
    process, address = serving("--rooms", "2")
    try:
        with httpx.Client(base_url=address, follow_redirects=True) as client:
            page = client.get("/?secret=12345")
            token = re.search(r'name="token" value="([^"]+)"', page.text)
            assert token
            for _ in range(3):
                page = client.post("/start", data={"token": token[1]})
            assert "<h1" in page.text
            client.post("/api/plan", json={"case": {"issue": "fraud", "note": "secret"}})
            client.get("/secret-nowhere")
            client.post("/open", content=b"secret", headers={"Content-Type": "multipart/form-data; boundary=z"})
        rooms = subprocess.run(
            ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        assert len(rooms) == 3
    finally:
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=20)
    assert "secret" not in out
    assert "GET" not in out
    assert "boundary" not in out
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{room}").exists() for room in rooms) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [room for room in rooms if Path(f"/proc/{room}").exists()]


def test_what_changed_is_told_as_people_name_it(visitor: Visitor) -> None:
    """No step moves to where it stands, and an article is named by its statute."""
    for lang in ("zh", "en"):
        one = Visitor(visitor.client.app, lang)
        one.open({"issue": "fraud", "provider": "alipay", "money_at_risk": "no"})
        one.get("/answers")
        one.send("/change", fact="incident_date")
        one.answer(typed="2026-11-22")
        told = plain(one.page.text)
        assert ("已改" in told) or ("Changed" in told)
        assert not re.search(r"[a-z]-[a-z]+/\d", told), told
        assert not re.search(r"从第 (\d+) 步移到第 \1 步|from step (\d+) to step \2\b", told), told
