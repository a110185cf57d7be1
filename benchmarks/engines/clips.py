"""CLIPS through clipspy: a fact for each condition that holds, a rule for each rule; what fired is read from its facts."""

from __future__ import annotations

from benchmarks.engines.shape import Fires, Rules

__all__ = ["make"]


def make(rules: Rules) -> Fires:
    """Raises ImportError without clipspy."""
    import clips

    engine = clips.Environment()
    engine.build("(deftemplate met (slot name (type SYMBOL)))")
    engine.build("(deftemplate fired (slot rule (type SYMBOL)))")
    for rule, conditions in rules.items():
        patterns = " ".join(f"(met (name {name}))" for name in dict.fromkeys(conditions))
        engine.build(f"(defrule {rule} {patterns} => (assert (fired (rule {rule}))))")
    met_fact, fired_fact = engine.find_template("met"), engine.find_template("fired")

    def fire(met: frozenset[str]) -> set[str]:
        engine.reset()
        for name in met:
            met_fact.assert_fact(name=clips.Symbol(name))
        engine.run()
        return {str(fact["rule"]) for fact in fired_fact.facts()}

    return fire
