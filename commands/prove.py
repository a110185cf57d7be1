"""The guarantees → proved over all cases, or the case that breaks one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import BROKEN, DONE, explained, json_option, lang_option, load_adviser, tell, tell_json, today

if TYPE_CHECKING:
    from engine.proof import Proof
    from knowledge.models import Lang
    from rules.guarantees import Guarantee

__all__ = ["prove"]

NO_SOLVER = "证明需要：pip install z3-solver · Proving needs: pip install z3-solver"
NO_GUARANTEE = "没有这条保证 · There is no such guarantee"


@explained("证明每条保证对每个案件都成立，或者给出不成立的案件。")
@click.command()
@click.option("--guarantee", "names", multiple=True, help="只证这一条，可以写几次 · Only this one; may be repeated.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="反例写到哪个文件夹 · A folder for counterexamples."
)
@click.option("--jobs", type=click.IntRange(1, 2), default=2, show_default=True, help="几个进程 · Processes.")
@json_option
@lang_option
def prove(names: tuple[str, ...], out: Path | None, jobs: int, as_json: bool, lang: Lang) -> int:
    """Proves every guarantee of rules/guarantees.yaml over all cases, or prints a case that breaks it, which `plan` reproduces.

    recourse prove --guarantee always-a-next-step
    """
    from documents.proof_text import case_files, proof_lines

    adviser = load_adviser()
    try:
        from engine.proving import proof_of, prove_all
    except ImportError as error:
        raise click.UsageError(NO_SOLVER) from error
    from rules.guarantees import load_guarantees

    chosen = _chosen(load_guarantees(adviser.knowledge, adviser.rulebase, adviser.folders[1]), names)
    found = prove_all(chosen, (adviser.folders[0], adviser.folders[1]), today(), jobs)
    proof = proof_of(found, adviser.knowledge, today())
    if out:
        _write(case_files(proof), out)
    if as_json:
        tell_json(proof.model_dump_json(by_alias=True, indent=2))
    else:
        tell(list(proof_lines(proof, adviser.knowledge, lang)))
    return _code(proof)


def _chosen(guarantees: tuple[Guarantee, ...], names: tuple[str, ...]) -> tuple[Guarantee, ...]:
    """Those that are named, or all."""
    from rules.grammar import nearest

    ids = [item.id for item in guarantees]
    for name in names:
        if name not in ids:
            raise click.UsageError(f"{NO_GUARANTEE}: {name}{nearest(name, ids)}")
    return tuple(item for item in guarantees if not names or item.id in names)


def _write(files: Mapping[str, dict[str, object]], folder: Path) -> None:
    from storage import write_private

    folder.mkdir(parents=True, exist_ok=True)
    for name, case in files.items():
        write_private(case, folder / name)


def _code(proof: Proof) -> int:
    from engine.proof import Outcome

    held = (Outcome.PROVED, Outcome.CHECKED)
    return DONE if all(entry.outcome in held for entry in proof.guarantees) else BROKEN
