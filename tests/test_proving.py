"""What is proved: the formulas say what the engine says, every guarantee holds, and a planted fault of every kind is found."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest

from engine.adviser import Adviser, load_adviser
from engine.graph import ChannelState, build_graph
from engine.proof import Outcome
from engine.proving import Proved, Prover, prove_all, proving
from engine.proving.claims import Happens
from engine.proving.doors import Door
from engine.proving.kinds.completions import conditional, pinned
from engine.proving.kinds.rulebase import Implied, in_time, reachable
from engine.proving.logic import Formula, Solver, any_of, boolean, no
from engine.proving.proving import UNIVERSAL
from engine.proving.space import Space
from engine.proving.witness import CaseFile, case_of
from engine.questions import Completions
from engine.schema import output_schema
from engine.steps import fitting
from knowledge.errors import KnowledgeError
from knowledge.library import ROOT as KNOWLEDGE
from knowledge.limits import add
from knowledge.models import Duration
from knowledge.standing import Standing
from rules.guarantees import Guarantee, Kind, check_guarantees, load_guarantees
from rules.library import ROOT as RULES
from tests.casebook import TODAY, adviser
from tests.spoiling import copy_files, spoil

ALL = load_guarantees(adviser().knowledge, adviser().rulebase, RULES)
GUARANTEES = {item.id: item for item in ALL}


# --- the formulas and the engine -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def space() -> Space:
    found = Space(adviser().knowledge, adviser().rulebase, TODAY)
    assert found.steps.step
    return found


@pytest.fixture(scope="module")
def solver(space: Space) -> Solver:
    found = Solver()
    found.add(space.bounds())
    return found


@pytest.mark.parametrize("seed", range(24))
def test_the_formulas_say_of_a_case_what_the_engine_says(seed: int, space: Space, solver: Solver) -> None:
    """Of cases drawn by the solver: the same rules fire, fail and wait, the same doors are open, the same steps are shown.

    Each is wanted to have a rule fire and a dozen answers and contacts at random; of any day since 2021.
    """
    draw = random.Random(seed)
    day = date.fromordinal(draw.randint(space.times.first_day.toordinal(), TODAY.toordinal()))
    goals = [space.times.as_of == day.toordinal(), *space.exact(day), *space.plainly()]
    words = [may for words in space.answers.words.values() for may in words.values()]
    contacts = [
        part
        for it in space.contacts.at.values()
        for part in (*it.standing.values(), it.any, it.undated, it.again, it.twice, it.told)
    ]
    for wanted in (
        space.chaining.fires[draw.choice(adviser().rulebase.rules).id].sure,
        *draw.sample(words + contacts, 12),
    ):
        goal = wanted if draw.random() < 0.6 else no(wanted)
        if solver.find(*goals, goal):
            goals.append(goal)
    _says_what_the_engine_says(space, solver, goals)


@pytest.mark.parametrize("channel", [channel.id for channel in adviser().knowledge.channels.values() if channel.stops])
def test_the_formulas_say_which_solved_stopped_the_loss(channel: str, space: Space, solver: Solver) -> None:
    """Of a channel turned to more than once, no day told, and solved it: the same steps as the engine shows, what stops a loss among them."""
    contact = space.contacts.at[channel]
    stopped = any_of(space.answers.meets(stop.given) for stop in contact.channel.stops)
    goals = [space.times.as_of == TODAY.toordinal(), *space.exact(TODAY), *space.plainly()]
    _says_what_the_engine_says(space, solver, [*goals, stopped, contact.undated, contact.several, contact.solved])


def _says_what_the_engine_says(space: Space, solver: Solver, goals: list[Formula]) -> None:
    """A case of these goals: the same rules fire and wait, the same doors are open, the same steps are shown."""
    model = solver.find(*goals)
    assert model
    # that an answer is late is exact by now, since when only on the very days of its contacts
    model = solver.find(*goals, *space.days_of(model), *space.exact_around(model)) or solver.find(
        *goals, *space.clearly()
    )
    assert model
    print(told_case := case_of(space, model))  # so that a case that comes out otherwise can be read
    case = adviser().read(told_case, TODAY)
    inference = adviser().engine.infer(case)
    told = {verdict.rule.id: str(verdict.state) for verdict in inference.verdicts}
    for rule, truth in space.chaining.fires.items():
        found = "fired" if model.holds(truth.sure) else "undecided" if model.holds(truth.may) else "no"
        assert found == (told[rule] if told[rule] in ("fired", "undecided") else "no"), rule
    graph = build_graph(adviser().knowledge, inference)
    for channel, door in space.doors.items():
        assert model.holds(door.open) is (graph.nodes[channel].state is ChannelState.OPEN), channel
        assert model.holds(door.undetermined) is (graph.nodes[channel].state is ChannelState.UNDETERMINED), channel
    advice = adviser().advise(case)
    if all(advice.graph.nodes[channel].state is node.state for channel, node in graph.nodes.items()):
        shown = {item.action.id for item in advice.agenda.items}
        assert {name for name, step in space.steps.step.items() if model.holds(step)} == shown


def test_the_formulas_hold_cases_of_every_kind(space: Space, solver: Solver) -> None:
    """No rule of theirs shuts out what can be: all facts unknown, each answered with each word, each standing everywhere."""
    assert solver.find(*(no(known) for known in space.answers.answered.values()), space.contacts.none)
    for fact, words in space.answers.words.items():
        for word in words:
            assert solver.find(space.answers.is_told(fact, [word])), (fact, word)
    for standing in Standing:
        assert solver.find(*(it.standing[standing] for it in space.contacts.at.values())), standing
    assert solver.find(
        *(part for it in space.contacts.at.values() for part in (it.twice, it.settled, it.solved, it.told))
    )
    lasting = [it for it in space.contacts.at.values() if it.channel.lasting]
    for outcome in {outcome for it in lasting for outcome in it.lasting}:
        assert solver.find(*(part for it in lasting for part in (it.standing[Standing(outcome)], it.again))), outcome
    for standing in set(Standing) - {Standing.NOT_TRIED}:
        undated = (part for it in space.contacts.at.values() for part in (it.standing[standing], it.undated))
        assert solver.find(*undated), standing


def test_where_no_day_more_or_less_decides_the_formulas_are_exact() -> None:
    """Of every limit that no example shows running any more, such a case is one in the engine, too: the first that is drawn.

    The order of contacts of unknown day is the one in which they are written down.
    """
    prover = Prover(adviser(), TODAY + timedelta(days=6))
    limits = [
        claim for claim in in_time(prover.space, GUARANTEES["limits-help-while-they-run"]) if isinstance(claim, Happens)
    ]
    drawn = [claim for claim in limits if not prover.happens(claim, claim.example)]
    assert {"review-silence", "police-notice-higher"} <= {claim.subject for claim in drawn}
    solver = Solver()
    solver.add([*prover.space.bounds(), *prover.space.clearly(), *prover.space.contacts.plainly()])
    for claim in drawn:
        model = solver.find(claim.held)
        assert model
        assert prover.happens(claim, case_of(prover.space, model)), claim.subject


def test_a_limit_that_ends_on_a_day_of_rest_is_over_after_the_next_working_day(space: Space, solver: Solver) -> None:
    """Of every advice by such a limit: on the day to which it is put off it runs, on the next one it is over."""
    counted = {
        (item.advise.limit, item.advise.event): item
        for found in space.steps.advice.values()
        for item in found
        if item.advise.limit and item.advise.event
    }
    put_off = set()
    for (limit, name), item in counted.items():
        event = space.computed.event(name)
        for text in (text for text in space.times.limits(limit) if text.rolls_over):
            start, last = _put_off(text.length)
            told = [event.known, event.latest == start.toordinal(), text.holds]
            for day, over in ((last, False), (last + timedelta(days=1), True)):
                goals = [*told, space.times.as_of == day.toordinal(), *space.exact(day)]
                assert solver.find(*goals, item.over if over else no(item.over)), (limit, name, day)
                assert not solver.find(*goals, no(item.over) if over else item.over), (limit, name, day)
            put_off.add(limit)
    assert {"review-law.application", "civil-code.rescission"} <= put_off


def _put_off(length: Duration) -> tuple[date, date]:
    """An event from which the limit ends on a day of rest, the latest before the day of asking, and the day to which that puts it off."""
    starts = (TODAY - timedelta(days=days) for days in range(1, 1500))
    ends = ((start, add(start, length).last, add(start, length, rolls_over=True).last) for start in starts)
    return next((start, last) for start, plain, last in ends if plain < last < TODAY)


def test_of_a_formula_and_its_contrary_one_holds_in_every_model() -> None:
    """Also of what the search never had to decide: whoever asks which claim is broken gets an answer."""
    said, unsaid = boolean("said"), boolean("unsaid")
    model = Solver().find(said)
    assert model
    assert model.holds(said)
    assert not model.holds(no(said))
    assert model.holds(unsaid) is not model.holds(no(unsaid))
    assert model.holds(any_of((unsaid, no(unsaid))))


def test_an_example_shows_that_its_rule_can_fire_before_anything_is_searched(space: Space) -> None:
    """Each rule comes with the example that is told of it, and the engine finds there what is claimed."""
    prover = Prover(adviser(), TODAY)
    for claim in list(reachable(space, GUARANTEES["every-rule-can-fire"]))[::12]:
        assert prover.happens(claim, claim.example), claim.subject


FORMULAS = """
import hashlib, sys
from datetime import date
from engine.adviser import load_adviser
from engine.proving.claims import Claim
from engine.proving.proving import EXISTING, UNIVERSAL
from engine.proving.space import Space
from rules.guarantees import load_guarantees

adviser, formulas = load_adviser(), hashlib.sha256()
space = Space(adviser.knowledge, adviser.rulebase, date.fromisoformat(sys.argv[1]))
for guarantee in load_guarantees(adviser.knowledge, adviser.rulebase, adviser.folders[1]):
    for claim in {**UNIVERSAL, **EXISTING}.get(guarantee.kind, lambda *_: ())(space, guarantee):
        formulas.update((claim.broken if isinstance(claim, Claim) else claim.held).sexpr().encode())
for formula in space.bounds():
    formulas.update(formula.sexpr().encode())
print(formulas.hexdigest())
"""


def test_the_formulas_are_the_same_in_every_process() -> None:
    """Whatever Python makes of the order of sets: what was proved once is proved again, and no run says otherwise."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", FORMULAS, TODAY.isoformat()],
            stdout=subprocess.PIPE, encoding="utf-8", cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    ]  # fmt: skip
    one, other = (run.communicate(timeout=280)[0] for run in runs)
    assert one
    assert one == other


# --- what holds --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proved() -> dict[str, Proved]:
    return {item.guarantee.id: item for item in prove_all(ALL, (KNOWLEDGE, RULES), TODAY)}


@pytest.mark.parametrize("name", GUARANTEES)
def test_a_guarantee_holds(name: str, proved: dict[str, Proved]) -> None:
    """In every case, or where that is no question for a solver in every case that was looked at."""
    found = proved[name]
    looked_at = found.guarantee.kind is Kind.COMPLETABLE
    told = "\n".join(f"{item.subject}: {json.dumps(item.cases, default=str)}" for item in found.broken)
    assert found.outcome is (Outcome.CHECKED if looked_at else Outcome.PROVED), told
    assert not looked_at or found.claims > 20


def test_every_kind_of_guarantee_is_given() -> None:
    """No kind stands in the program only."""
    assert {item.kind for item in ALL} == set(Kind)


def test_every_channel_has_its_competence() -> None:
    """The matrix is whole: of each channel it is said who may be turned to over whom, but of those open to everybody."""
    said = {c for item in ALL if item.kind in (Kind.ONLY_OPEN, Kind.NEVER_OPEN) for c in item.entry.channels}
    everybody = {"provider-self-service", "government-12345", "legal-aid-12348", "pcac-report"}
    assert set(adviser().knowledge.channels) - said == everybody


@pytest.fixture(scope="module")
def prover() -> Prover:
    return Prover(adviser(), TODAY)


EXCEPTIONS = [(item.id, place) for item in ALL for place, kept in enumerate(item.entry.exceptions) if kept.case]


@pytest.mark.parametrize(("name", "place"), EXCEPTIONS)
def test_an_exception_is_still_one(name: str, place: int, prover: Prover) -> None:
    """The case that it shows breaks the guarantee; once it does not, the exception goes."""
    item = GUARANTEES[name]
    case = item.entry.exceptions[place].case
    assert case
    assert item.kind in UNIVERSAL
    assert prover.breaks(item, case)


# --- what is planted ------------------------------------------------------------------------------------------------------

ADDED = """
- id: planted-{id}
  title: {{zh: 试, en: test}}
  reason: {{zh: 试, en: test}}
  when: [{when}]
  then: [{then}]
  because: {{zh: 试, en: test}}
  fires: {{issue: fraud}}
  rests: {{issue: minor_payment}}
"""
LONGER = "since_claimed > civil-code.rescission-longest"
DEAD = ("crime.yaml", "dead", "issue = minor_payment, payer_age = adult", "conclude crime = yes")
HASTE = ("not-yet.yaml", "haste", "standing(provider-complaint) = overdue", "bar mediation")
SPOILED = {
    Kind.NEXT_STEP: ("always-a-next-step", "issue"),
    Kind.FIRST: ("stop-the-loss-first", None),
    Kind.NEVER_OPEN: ("pboc-never-for-business", "pboc-12363"),
    Kind.ONLY_OPEN: ("csrc-for-funds", "csrc-12386"),
    Kind.AFTER: ("pboc-after-the-institution", "pboc-12363"),
    Kind.FORECLOSED: ("what-is-foreclosed-stays-shut", "samr-12315"),
    Kind.BARRED_BY_TIME: ("samr-within-three-years", "samr-12315"),
    Kind.IN_TIME: ("limits-help-while-they-run", "limitation-near"),
    Kind.COUNTED_FROM: ("limits-run-from-their-event", "review-silence"),
    Kind.GROUNDED: ("every-step-has-its-ground", "report-fraud-account"),
    Kind.ONE_VALUE: ("one-value-a-fact", "emergency"),
    Kind.REACHABLE: ("every-rule-can-fire", "planted-dead"),
    Kind.NOT_IMPLIED: ("no-rule-says-what-another-says", "planted-implied"),
    Kind.SILENCE: ("silence-takes-nothing-away", "mediation"),
    Kind.SETTLED: ("answers-settle-for-good", "acting-for-ward"),
    Kind.NOT_LESS: ("answers-leave-nobody-with-less", "a step to somebody"),
}
"""of each kind the guarantee that the spoiled copy breaks, and at what"""


def _spoiled(folder: Path) -> Adviser:
    """A copy of the files with a fault for every kind of guarantee that rules or knowledge can break."""
    for root in (KNOWLEDGE, RULES):
        copy_files(root, folder)
    rules, known = folder / "rules", folder / "knowledge"
    last = "    - advise ask-lawyer-which-way-is-left when-useful"
    spoil(rules / "advice/judiciary.yaml", last, "    - advise save-evidence when-useful")
    spoil(rules / "emergency/stop-the-loss.yaml", "    - money_at_risk = yes", "    - money_at_risk = no")
    business = "    - user_type = business\n    - issue != minor_payment\n  then:\n    - bar pboc-12363"
    spoil(rules / "bars/not-accepted.yaml", business, business.replace("pboc-12363", "pboc-report"))
    spoil(rules / "admissibility/special-doors.yaml", "    - respondent = fund-company", "    - respondent = merchant")
    held = "    - standing(provider-complaint) in not_tried, waiting\n    - standing(provider-escalation)"
    spoil(rules / "bars/not-yet.yaml", held, held.replace("not_tried, waiting", "waiting"))
    spoil(rules / "bars/foreclosed.yaml", "foreclosed(samr-12315) = yes", "foreclosed(pboc-12363) = yes")
    spoil(rules / "bars/not-accepted.yaml", "since_aware > samr-complaints", "since_aware <= samr-complaints")
    spoil(rules / "advice/limitation.yaml", "since_claimed <= civil-code.limitation", LONGER)
    spoil(rules / "advice/regulator.yaml", "from since_overdue(pboc-12363)", "from since_turned_to(pboc-12363)")
    spoil(known / "actions/fraud.yaml", "  reason: {zh: 没有条文管到这个机构的", "  # {zh: 没有条文管到这个机构的")
    spoil(rules / "emergency/taken-over.yaml", "conclude emergency = yes", "conclude emergency = no")
    spoil(rules / "guarantees.yaml", "acting-with-authority, acting-for-ward, ", "acting-with-authority, ")
    implied = ("crime.yaml", "implied", "issue = fraud, money_at_risk = yes", "conclude crime = yes")
    for stage, (name, rule, when, then) in (("character", DEAD), ("character", implied), ("bars", HASTE)):
        with (rules / stage / name).open("a", encoding="utf-8") as file:
            file.write(ADDED.format(id=rule, when=when, then=then))
    spoil(rules / "character/crime.yaml", "  basis: [criminal-law/266, public-security-law/58, public-security-law/49]\n",
          "  basis: [criminal-law/266, public-security-law/58, public-security-law/49]\n  reason: {zh: 试, en: test}\n")  # fmt: skip
    return load_adviser(known, rules)


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Prover, dict[Kind, Guarantee]]:
    folder = tmp_path_factory.mktemp("spoiled")
    found = _spoiled(folder)
    told = load_guarantees(found.knowledge, found.rulebase, folder / "rules")
    by_id = {item.id: item for item in told}
    return Prover(found, TODAY), {kind: by_id[name] for kind, (name, _) in SPOILED.items()}


@pytest.mark.parametrize("kind", SPOILED, ids=str)
def test_a_planted_fault_is_found(kind: Kind, spoiled: tuple[Prover, dict[Kind, Guarantee]]) -> None:
    """Of every kind that rules or knowledge can break: a counterexample that the engine reproduces, at the planted place."""
    prover, guarantees = spoiled
    found = prover.prove(guarantees[kind])
    assert found.outcome is Outcome.BROKEN
    subject = SPOILED[kind][1]
    assert subject is None or any(subject in item.subject for item in found.broken if item.reproduced), found.broken
    for item in found.broken:
        for case in item.cases if item.reproduced and kind is not Kind.ONE_VALUE else ():
            prover.adviser.advise(prover.adviser.read(case, TODAY))


def test_a_fault_of_the_engine_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps through a door whose turn has not come: no rule can bring them about, so the engine is spoiled, and the formulas."""
    monkeypatch.setattr(Door, "passable", property(lambda door: any_of((door.open, door.undetermined, door.waiting))))
    monkeypatch.setattr(proving, "TRIED", 3)
    monkeypatch.setattr(proving, "SHOWN", 1)
    prover, doors = Prover(adviser(), TODAY), GUARANTEES["no-step-through-a-shut-door"]
    alone = prover.prove(doors)
    assert alone.outcome is Outcome.UNSURE, "formulas that the engine does not bear out are told to be at fault"
    monkeypatch.setattr(fitting, "PASSABLE", (*fitting.PASSABLE, ChannelState.WAITING))
    prover.adviser = load_adviser()
    assert prover.prove(doors).outcome is Outcome.BROKEN


def test_a_contact_of_unknown_day_may_be_overdue_once_the_event_is_dated(space: Space, solver: Solver) -> None:
    """Its day then lies between the event and the next contact; so a step that needs that event is not said to be shut for good."""
    undated = {"channel": "police", "outcome": "unknown"}
    told = [
        {"channel": "telecom-operator", "date": "2022-06-27", "outcome": "asked"},
        {"channel": "anti-fraud-96110", "date": "2024-06-17", "outcome": "unsatisfied"},
        {"channel": "telecom-operator", "date": "2024-06-25", "outcome": "unsatisfied"},
    ]
    matter = {"as_of": "2024-06-26", "provider": "paypal_cn", "issue": "merchant_dispute", "counterparty": "operator"}
    data = {**matter, "incident_date": "unknown", "attempts": [undated, undated, *told]}
    case = adviser().read(data, TODAY)
    shown = dict(conditional(adviser().advise(case)))
    assert shown["appeal-operator-money-to-miit"] == "miit-12300"
    goals = [*pinned(space, case), space.doors["miit-12300"].open]
    assert solver.find(*goals, *space.times.bounds())


def test_a_step_that_nothing_opens_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A door that the same answer opens and bars: the engine’s search keeps it from being shown, and without it it is seen."""
    copy_files(RULES, tmp_path)
    door = (
        ("admissibility/reports.yaml", "open procuratorate-12309"),
        ("bars/not-yet.yaml", "bar procuratorate-12309"),
    )
    for number, (name, then) in enumerate(door):
        with (tmp_path / "rules" / name).open("a", encoding="utf-8") as file:
            when = "issue = fee_dispute, balance_left = yes"
            file.write(ADDED.format(id=f"door-{number}", when=when, then=then))
    with (tmp_path / "rules/advice/fund.yaml").open("a", encoding="utf-8") as file:
        file.write(ADDED.format(id="advice", when="issue = fee_dispute", then="advise ask-procurators now"))
    prover = Prover(load_adviser(KNOWLEDGE, tmp_path / "rules"), TODAY)
    case: CaseFile = {"as_of": TODAY.isoformat(), "issue": "fee_dispute", "provider": "alipay", "counterparty": "none"}
    assert "ask-procurators" not in _shown(prover.adviser, case)
    monkeypatch.setattr(Completions, "node", lambda self, channel: self.graph.nodes[channel])
    prover.adviser = load_adviser(KNOWLEDGE, tmp_path / "rules")
    assert "ask-procurators" in _shown(prover.adviser, case)
    found = prover.prove(GUARANTEES["what-is-shown-can-open"])
    assert found.outcome is Outcome.BROKEN
    assert "ask-procurators" in {item.subject for item in found.broken}, found.broken


def _shown(found: Adviser, case: CaseFile) -> set[str]:
    return {item.action.id for item in found.advise(found.read(case, TODAY)).agenda.items}


# --- what is written, and typed ----------------------------------------------------------------------------------------------


def test_what_a_guarantee_names_has_to_be_there(tmp_path: Path) -> None:
    """A channel, a limit, a rule, a line that are not there, and parameters that its kind does not take, are told with their line."""
    copy_files(RULES, tmp_path)
    file = tmp_path / "rules" / "guarantees.yaml"
    spoil(file, "channels: [pboc-12363]", "channels: [pboc-12364]")
    spoil(file, "limit: samr-complaints.claim-age", "limit: samr-complaints.claim-ages")
    spoil(
        file,
        "given: [user_type = business, issue != minor_payment]",
        "given: [user_type = busines, issue != minor_payment]",
    )
    spoil(file, "rules: [acting-for-couple", "rules: [acting-for-coupls")
    spoil(file, "  kind: foreclosed", "  kind: foreclosed\n  channels: [court]")
    spoil(file, "12363 takes no consumer complaint", "12364 takes no consumer complaint")
    with pytest.raises(KnowledgeError) as refused:
        load_guarantees(adviser().knowledge, adviser().rulebase, tmp_path / "rules")
    told = str(refused.value)
    for part in ("pboc-12364", "claim-ages", "busines", "acting-for-coupls", "takes no parameters", "12363 is 12364"):
        assert part in told
    assert "guarantees.yaml:" in told
    checked = check_guarantees(adviser().knowledge, adviser().rulebase, tmp_path / "rules")
    assert {str(fault) for fault in checked} == set(told.split("\n")), "recourse check tells the same"


def recourse(*args: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parent.parent
    return subprocess.run(
        [sys.executable, str(root / "cli.py"), "prove", *args],
        capture_output=True,
        encoding="utf-8",
        cwd=root,
        timeout=280,
    )


def test_the_command_tells_what_holds_and_what_was_left_out() -> None:
    """In both languages, as JSON of its schema; 0 where all holds, 2 for a guarantee that is not there."""
    one = ("--guarantee", "pboc-never-for-business")
    english, chinese = recourse(*one, "--lang", "en"), recourse(*one)
    assert (english.returncode, chinese.returncode) == (0, 0)
    assert "holds  pboc-never-for-business" in english.stdout
    assert "Not in the formulas:" in english.stdout
    assert english.stdout.isascii() or not any("\u4e00" <= char <= "\u9fff" for char in english.stdout)
    assert "没有写成公式的" in chinese.stdout
    told = recourse(*one, "--json")
    document = json.loads(told.stdout)
    jsonschema.Draft202012Validator(output_schema("proof")).validate(document)
    assert document["guarantees"][0]["outcome"] == "proved"
    assert recourse("--guarantee", "pboc-never-for-busines").returncode == 2


def test_pairs_that_may_say_the_same_are_looked_at(space: Space) -> None:
    """The guarantee about repeated rules has something to look at: hundreds of pairs on the same grounds."""
    found = list(Implied(space, GUARANTEES["no-rule-says-what-another-says"]).pairs())
    assert len(found) > 100
