"""A request → the drawing of the escalation graph: all of it, what can matter to such a case, or a case on it."""

from __future__ import annotations

from collections.abc import Iterator

from diagrams.drawing import Cluster, Drawing, Edge, Limit, Request
from diagrams.pictures.all_channels import LEVELS, AllChannels, levels_of
from diagrams.pictures.case_channels import CaseChannels
from diagrams.pictures.crowds import CROWD, name_crowded_ends
from diagrams.pictures.forks import FORKS, fork_boxes
from diagrams.pictures.legend import legend
from diagrams.pictures.narrowing import narrow
from diagrams.pictures.phrases import Phrases
from engine.adviser import Advice, Adviser
from engine.case import Case
from knowledge.errors import CaseError, Fault, near_names

__all__ = ["draw_escalation"]


def draw_escalation(adviser: Adviser, request: Request) -> Drawing:
    """The channels by level and the ways between them, under the law of the request's day, or of the case's.

    With a case: the channels that can matter to it, their states, the way gone and the way ahead. With a provider or an
    issue: the same for a case of just these answers. Raises CaseError for a name that is not there, and where nothing
    is left to draw.
    """
    _check(adviser, request)
    picture = _picture(adviser, request)
    nodes, edges = narrow(picture.nodes(), picture.edges(), request)
    edges = name_crowded_ends(nodes, edges, picture.say("escalation-shuts"))
    if not nodes:
        raise CaseError([Fault.told("draw", adviser.knowledge.wording["escalation-empty"])])
    forks = tuple(fork_boxes(picture.phrases, request.advice)) if request.advice and _is_whole(request) else ()
    frame = (Cluster(FORKS, picture.say("escalation-forks"), row=1),) if forks else ()
    return Drawing(
        title=picture.title(),
        clusters=(*levels_of(nodes, picture.phrases), *frame),
        nodes=(*nodes, *forks),
        edges=edges,
        legend=tuple(legend(picture.phrases, (*nodes, *forks), edges)),
        legend_title=picture.say("draw-legend"),
        notes=(
            *picture.notes({node.id for node in nodes}),
            *_narrowed(picture.phrases, request),
            *_limits(picture.phrases, edges),
            *_ends(picture.phrases, edges),
        ),
    )


def _is_whole(request: Request) -> bool:
    """Whether all of a case is shown, not a part of it."""
    return not (request.start or request.to or request.levels)


def _picture(adviser: Adviser, request: Request) -> AllChannels:
    advice = request.advice or _such_a_case(adviser, request)
    if advice is None:
        return AllChannels(adviser.knowledge, Case(request.day, {}), request.lang)
    if not advice.plan.covered:
        return AllChannels(adviser.knowledge, Case(advice.case.as_of, {}), request.lang, uncovered=True)
    title = "draw-title-case" if request.advice else "escalation-title-such"
    return CaseChannels(adviser.knowledge, advice, request.lang, title)


def _such_a_case(adviser: Adviser, request: Request) -> Advice | None:
    """The advice on a case of which only the wallet or the issue is known."""
    told = {"provider": request.provider, "issue": request.issue}
    data = {fact: answer for fact, answer in told.items() if answer}
    return adviser.advise(adviser.read({"as_of": request.day, **data}, request.day)) if data else None


def _check(adviser: Adviser, request: Request) -> None:
    channels = adviser.knowledge.channels
    asked = (("from", request.start, channels), ("to", request.to, channels),
             *(("level", level, tuple(map(str, LEVELS))) for level in request.levels))  # fmt: skip
    for option, name, known in asked:
        if name is not None and name not in known:
            raise near_names(option, name, known)


def _narrowed(phrases: Phrases, request: Request) -> Iterator[str]:
    """What of the graph is shown."""
    names = {"start": request.start, "to": request.to}
    ends = {key: phrases.channel(name) for key, name in names.items() if name}
    if ends:
        yield phrases.say(f"escalation-only-{'-'.join(ends)}", **ends)
    if request.levels:
        levels = [phrases.say(f"draw-level-{level}") for level in LEVELS if level in request.levels]
        yield phrases.say("escalation-only-levels", levels=phrases.say("draw-or").join(levels))


def _ends(phrases: Phrases, edges: tuple[Edge, ...]) -> Iterator[str]:
    if any(edge.named for edge in edges):
        yield phrases.say("escalation-named-ends", n=CROWD)


def _limits(phrases: Phrases, edges: tuple[Edge, ...]) -> Iterator[str]:
    if any(edge.limit is Limit.YARDSTICK for edge in edges):
        yield phrases.say("draw-legend-yardstick")
