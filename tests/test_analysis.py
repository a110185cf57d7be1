"""What the graph says of a case, checked against searches by brute force; its words; and the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.graph_text import survey_lines
from engine.adviser import Advice
from engine.analysis import (
    Ways,
    find_choices,
    find_dead_ends,
    find_reach,
    find_routes,
    find_thin,
    find_unavoidable,
    find_ways,
    in_doubt,
)
from engine.analysis.survey import Leg, Measure, Reach, Survey
from engine.analysis.thin import STATES, four_facts
from engine.case import Case
from engine.graph import ChannelState
from knowledge.standing import Standing
from rules.models import Hold
from tests.casebook import CASES, TODAY, adviser, one_of_each, random_case, read_cases
from tests.test_cli import EXAMPLE, recourse

K = adviser().knowledge
FEW = settings(max_examples=40)


def advice_of(data: dict[str, Any]) -> Advice:
    return adviser().advise(adviser().read(data, TODAY))


def ways_of(data: dict[str, Any]) -> Ways:
    return find_ways(K, advice_of(data))


def drawn(seed: int) -> Ways:
    return ways_of(random_case(seed))


seeds = st.integers(0, 5_000)


def onward(ways: Ways, out: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Where one can go on to from each door, written without any library."""
    found: dict[str, list[str]] = {door: [] for door in ways.doors if door not in out}
    for source, target in ways.legs:
        before = ways.behind.get(target)
        if source in found and target in found and (before is None or source in before):
            found[source].append(target)
    return found


def reachable(next_: dict[str, list[str]], starts: Iterator[str] | tuple[str, ...]) -> set[str]:
    seen: set[str] = set()
    waiting = [door for door in starts if door in next_]
    while waiting:
        door = waiting.pop()
        if door not in seen:
            seen.add(door)
            waiting += next_[door]
    return seen


def all_paths(next_: dict[str, list[str]], path: tuple[str, ...], to: str) -> Iterator[tuple[str, ...]]:
    if path[-1] == to:
        yield path
        return
    for door in next_[path[-1]]:
        if door not in path:
            yield from all_paths(next_, (*path, door), to)


@FEW
@given(seeds)
def test_reach_is_what_one_can_walk_to(seed: int) -> None:
    """A door is told as reachable exactly when a plain walk from the starts gets there; the others are told as out."""
    ways = drawn(seed)
    survey = find_reach(ways)
    walked = reachable(onward(ways), ways.starts)
    assert {door.channel for door in survey.doors} == walked
    assert set(survey.out) == set(K.channels) - walked


@FEW
@given(seeds)
def test_no_way_is_quicker_or_cheaper_than_the_best(seed: int) -> None:
    """The quickest way to every door, and the quickest and cheapest to a binding outcome, are the least of all ways."""
    ways = drawn(seed)
    survey, next_ = find_reach(ways), onward(ways)
    least: dict[str, int] = {}
    ends: list[tuple[int, int]] = []
    for start in ways.starts:
        for door in reachable(next_, (start,)):
            for path in all_paths(next_, (start,), door):
                days, cost = sum(ways.legs[leg].days for leg in pairwise(path)), sum(map(ways.cost, path))
                least[door] = min(days, least.get(door, days))
                if ways.binds(door):
                    ends.append((days + ways.outcome(door), cost))
    assert {door.channel: door.way.days for door in survey.doors} == least
    assert bool(survey.best) == bool(ends)
    if ends:
        quick, cheap = survey.best[0], survey.best[-1]
        assert (quick.total, quick.cost) == min(ends)
        assert (cheap.cost, cheap.total) == min((cost, days) for days, cost in ends)


@pytest.mark.parametrize("seed", range(12))
def test_all_ways_are_found(seed: int) -> None:
    """Between any two doors exactly the ways of a plain enumeration are found, quickest first."""
    ways = drawn(seed)
    next_: dict[str, list[str]] = {door: [] for door in ways.doors}
    for source, target in ways.legs:
        next_[source].append(target)
    for start in ways.doors[::3]:
        for to in (door for door in ways.doors if door != start):
            survey = find_routes(ways, start, to, 99, 9999)
            assert {route.channels for route in survey.found} == set(all_paths(next_, (start,), to))
            assert [route.days for route in survey.found] == sorted(route.days for route in survey.found)
            assert survey.cut_longer == survey.cut_more == 0


def test_what_is_cut_is_counted() -> None:
    """Ways with too many legs and ways beyond the number wanted are left out, and their numbers are told."""
    ways = find_ways(K, adviser().advise(Case(TODAY, {})))
    binding = next(channel.id for channel in K.channels.values() if channel.binding and ways.starts)
    start = max(ways.starts, key=lambda door: len(find_routes(ways, door, binding, 99, 999).found))
    whole, cut = find_routes(ways, start, binding, 99, 999), find_routes(ways, start, binding, 3, 2)
    assert len(cut.found) == 2
    assert cut.cut_longer == sum(len(route.legs) > 3 for route in whole.found) > 0
    assert len(cut.found) + cut.cut_more + cut.cut_longer == len(whole.found)


@FEW
@given(seeds)
def test_an_unavoidable_step_taken_away_cuts_the_way(seed: int) -> None:
    """A step is told as unavoidable exactly when no way remains without it."""
    ways = drawn(seed)
    told = {item.channel: set(item.steps) for item in find_unavoidable(ways).found}
    whole = reachable(onward(ways), ways.starts)
    for step in whole:
        without = reachable(onward(ways, frozenset({step})), ways.starts)
        for door in whole - {step}:
            assert (door not in without) == (step in told.get(door, set()))


@FEW
@given(seeds)
def test_dead_ends_lead_to_nothing_binding(seed: int) -> None:
    """A door is a dead end exactly when it can be reached and no binding outcome can be reached from it; each says why."""
    ways = drawn(seed)
    next_ = onward(ways)
    whole = reachable(next_, ways.starts)
    found = find_dead_ends(ways).found
    assert {item.channel for item in found} == {
        door for door in whole if not any(map(ways.binds, reachable(next_, (door,))))
    }
    for item in found:
        assert item.reason or item.next or item.out or ways.decided(item.channel)


@FEW
@given(seeds)
def test_a_choice_loses_what_only_led_through_what_it_closes(seed: int) -> None:
    """What a choice closes was reachable; what it loses cannot be walked to any more, everything else still can."""
    ways = drawn(seed)
    whole = reachable(onward(ways), ways.starts)
    for choice in find_choices(ways).found:
        shut = frozenset(item.channel for item in choice.shuts)
        left = reachable(onward(ways, shut), (*ways.starts, choice.channel))
        assert shut <= whole
        assert not ways.tried(choice.channel)
        assert whole - left - shut == set(choice.lost)
        assert choice.binding_left == any(map(ways.binds, left))


@FEW
@given(seeds)
def test_closed_doors_are_on_no_way(seed: int) -> None:
    """No way passes a channel that is closed; one that does not apply only where an outcome before it opens it."""
    ways = drawn(seed)
    for door in find_reach(ways).doors:
        for place, channel in enumerate(door.way.channels):
            state = ways.node(channel).state
            assert state is not ChannelState.CLOSED
            if state is ChannelState.NOT_APPLICABLE:
                assert door.way.channels[place - 1] in ways.behind[channel]


def test_a_held_door_follows_at_once_on_what_holds_it() -> None:
    """Several holds of a channel have a channel in common, which satisfies each, and whatever it is held behind leads on
    to it: so no way is lost by entering from these.
    """
    seen: dict[str, frozenset[str]] = {}
    for rule in adviser().rulebase.rules:
        before = frozenset(condition.channel for condition in rule.when if condition.base == "standing")
        for held in (item.channel for item in rule.then if isinstance(item, Hold)):
            seen[held] = seen.get(held, before) & before
            assert seen[held]
            assert all(any(edge.to == held for edge in K.channels[first].next) for first in before), held


def test_no_way_passes_a_door_that_an_earlier_one_shuts() -> None:
    """On no way a channel comes after one that, once it has taken the dispute, closes it, but for its own next door."""
    ways = find_ways(K, adviser().advise(Case(TODAY, {})))
    next_: dict[str, list[str]] = {door: [] for door in ways.doors}
    for source, target in ways.legs:
        next_[source].append(target)
    for start in ways.doors:
        for to in ways.doors:
            for path in all_paths(next_, (start,), to):
                for place, channel in enumerate(path[:-1]):
                    on = {on for option in ways.legs[channel, path[place + 1]].options for on in option.on}
                    closed = {item.channel for item in K.channels[channel].forecloses}
                    assert Standing.NOT_ACCEPTED in on or not closed & set(path[place + 2 :])


def leg_between(data: dict[str, Any], source: str, target: str) -> Leg | None:
    return ways_of(data).legs.get((source, target))


BASE = {"as_of": "2026-11-22", "provider": "alipay", "issue": "payment_error", "incident_date": "2026-10-01"}


def told(outcome: str, day: str = "2026-11-12") -> dict[str, Any]:
    return {**BASE, "attempts": [{"channel": "provider-complaint", "date": day, "outcome": outcome}]}


@pytest.mark.parametrize(
    ("data", "days", "measure"),
    [
        (BASE, 15, Measure.YARDSTICK),
        (told("pending"), 5, Measure.YARDSTICK),
        (told("refused"), 0, Measure.PASSED),
        (told("pending", "2026-10-20"), 0, Measure.PASSED),
    ],
    ids=["not tried", "ten days gone", "refused", "late"],
)
def test_days_of_a_leg(data: dict[str, Any], days: int, measure: Measure) -> None:
    """Untried, the whole limit; while it runs, what is left of it; after the outcome, nothing. It is told which."""
    leg = leg_between(data, "provider-complaint", "court")
    assert leg
    assert (leg.days, leg.options[0].measure) == (days, measure)


def test_a_leg_on_another_outcome_is_gone() -> None:
    """Once the outcome has come, legs on other outcomes are no longer ways."""
    assert leg_between(told("settled"), "provider-complaint", "court") is None


def test_a_statutory_limit_is_told_from_a_yardstick() -> None:
    """Where articles set the limit the option names them and says statutory; each leg's note and ground come along."""
    leg = leg_between(BASE, "pboc-12363", "mediation")
    assert leg
    assert leg.options[0].measure is Measure.STATUTORY
    assert all(limit.startswith("pboc-consumer-protection.") for limit in leg.options[0].limits)
    assert "payment-regulation/35(2)" in leg.basis


@pytest.mark.parametrize(
    ("day", "measure"), [(date(2023, 12, 29), Measure.EXPECTED), (date(2024, 1, 2), Measure.STATUTORY)]
)
def test_the_limit_of_the_day_counts(day: date, measure: Measure) -> None:
    """Until the law that sets a limit is in force, the days are those that the channel's file expects."""
    leg = find_ways(K, adviser().advise(Case(day, {}))).legs["administrative-reconsideration", "court"]
    assert leg.options[0].measure is measure


def surveys(ways: Ways) -> Iterator[Survey]:
    yield find_reach(ways)
    yield find_unavoidable(ways)
    yield find_dead_ends(ways)
    yield find_choices(ways)
    yield find_routes(ways, ways.doors[0], ways.doors[-1], 6, 5)


@FEW
@given(seeds, st.sampled_from(["zh", "en"]))
def test_every_analysis_has_words_and_a_stable_json(seed: int, lang: Any) -> None:
    """Text without a gap, JSON of schema recourse/analysis/1 that reads back as itself, the same bytes twice."""
    first, second = list(surveys(drawn(seed))), list(surveys(drawn(seed)))
    for survey, again in zip(first, second, strict=True):
        assert survey.to_json() == again.to_json()
        assert json.loads(survey.to_json())["schema"] == "recourse/analysis/1"
        assert type(survey).model_validate_json(survey.to_json()) == survey
        assert all("{" not in line for line in survey_lines(survey, K, lang))


def test_the_command_tells_ways_and_refuses_a_wrong_name() -> None:
    """`graph reach --json` is the analysis; an unknown channel is bad input with the nearest right name."""
    done = recourse("graph", "reach", "--case", str(EXAMPLE), "--json")
    assert Reach.model_validate_json(done.stdout).best
    wrong = recourse("graph", "paths", "provider-complain", "court")
    assert wrong.returncode == 2
    assert "provider-complaint" in wrong.stderr
    assert "Traceback" not in wrong.stderr


@pytest.mark.parametrize("own", [True, False])
def test_either_shape_of_the_library_gives_the_same_analysis(own: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions of networkx differ in whether the start dominates itself and whether a node is a way to itself."""
    ways = ways_of({"provider": "alipay", "issue": "unauthorised_payment"})
    expected = [survey.to_json() for survey in (*surveys(ways), find_routes(ways, "court", "court", 6, 5))]
    dominators, paths = nx.immediate_dominators, nx.all_simple_paths

    def dominated(network: Any, start: str) -> Any:
        found = {node: by for node, by in dominators(network, start).items() if node != start}
        return {start: start, **found} if own else found

    def walked(network: Any, start: str, to: str) -> Any:
        return iter([[start]] if own else []) if start == to else paths(network, start, to)

    monkeypatch.setattr(nx, "immediate_dominators", dominated)
    monkeypatch.setattr(nx, "all_simple_paths", walked)
    again = [survey.to_json() for survey in (*surveys(ways), find_routes(ways, "court", "court", 6, 5))]
    assert again == expected


def test_a_plan_hangs_on_the_doubts_of_its_doors_rules_articles_and_editions() -> None:
    """Told for a case of each trouble, and found otherwise: by the addresses of all that is in doubt."""
    rules = {rule.id: rule for rule in adviser().rulebase.rules}
    kinds = set()
    for told in one_of_each(read_cases(CASES)).values():
        advice = advice_of(told["case"])
        steps = advice.plan.steps
        doors, fired = {step.channel for step in steps}, {name for step in steps for name in step.because}
        cited = {
            (at, basis.edition)
            for step in steps
            for basis in step.basis
            for at in (basis.citation, basis.citation.rpartition("(")[0] or basis.citation)
        }
        held = {
            "door": {it for door in K.channels.values() if door.id in doors for it in door.doubt},
            "rule": {it for name in fired for it in rules[name].entry.doubt},
            "article": {
                it
                for statute in K.statutes.values()
                for article in statute.articles
                if f"{statute.id}/{article.at}" in {at for at, _ in cited}
                for it in article.doubt
            },
            "edition": {
                it
                for statute in K.statutes.values()
                for edition in statute.editions
                if (statute.id, edition.id) in {(at.partition("/")[0], name) for at, name in cited}
                for it in edition.doubt
            },
        }
        kinds |= {kind for kind, found in held.items() if found}
        assert {it.id for it in in_doubt._doubts(advice, rules)} == {it.id for found in held.values() for it in found}
    assert kinds == {"door", "rule", "article", "edition"}


@pytest.mark.parametrize("state", STATES)
def test_four_facts_are_told_at_every_wallet_there_was(state: str) -> None:
    """Trouble, wallet, day and contact are those of the state; contacts are had where the matter can be put first."""
    told, day = STATES[state], TODAY - timedelta(days=STATES[state].incident)
    found = list(four_facts(adviser(), "topup_failed", told, TODAY))
    assert {name.partition(", ")[0] for name, _ in found} == {
        name for name, wallet in K.providers.items() if not wallet.since or wallet.since.day <= day
    }
    for name, advice in found:
        wallet, _, channel = name.partition(", ")
        answers = {"provider": wallet, "issue": "topup_failed", "incident_date": day}
        assert answers.items() <= advice.case.answers.items()
        contacts = [(attempt.channel, attempt.outcome) for attempt in advice.case.attempts]
        assert contacts == ([(channel, told.outcome)] if told.outcome else [])


def test_a_wallet_counts_from_its_first_day_on() -> None:
    """What happened on that very day can have happened there, a day before it cannot."""
    since, wallet = max((found.since.day, name) for name, found in K.providers.items() if found.since)
    state = STATES["no contact"]
    for days, there in ((0, True), (-1, False)):
        as_of = since + timedelta(days=state.incident + days)
        assert (wallet in dict(four_facts(adviser(), "topup_failed", state, as_of))) is there


def test_a_cell_tells_the_fewest_steps_and_where_there_is_none() -> None:
    """In every state of a trouble, against a count over the plans: steps to somebody that hang on no answer."""
    for cell in islice(find_thin(adviser(), TODAY), len(STATES)):
        cases = dict(four_facts(adviser(), cell.issue, STATES[cell.state], TODAY))
        sure = {
            name: sum(bool(step.channel) and not step.provided for step in advice.plan.steps)
            for name, advice in cases.items()
        }
        assert (cell.cases, cell.fewest) == (len(cases), min(sure.values()))
        assert cell.thin == tuple(name for name, steps in sure.items() if not steps)
