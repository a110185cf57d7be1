#!/bin/sh
# clipspy 1.0.6 (CLIPS 6.4): one environment used for case after case gets slower with every case, although `reset` empties
# it and the number of facts does not grow. The growth comes with facts asserted through the template, even if no rule
# runs; `(release-mem)` does not stop it. A server that keeps one environment has to make a new one now and then.
#
# Seen on 2026-11-27, processor time for 150 cases of 20 facts and 600 rules, round after round (µs a case):
#   93 120 169 216 250 327
# Fails if a round at the end is no longer at least half again as long as the first.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet clipspy==1.0.6
"$work/env/bin/python" - <<'PY'
import time

import clips

engine = clips.Environment()
engine.build("(deftemplate met (slot name (type SYMBOL)))")
engine.build("(deftemplate fired (slot rule (type SYMBOL)))")
for number in range(600):
    pair = f"(met (name c{number % 100})) (met (name c{number * 7 % 100}))"
    engine.build(f"(defrule r{number} {pair} => (assert (fired (rule r{number}))))")
template, rounds = engine.find_template("met"), []
for _ in range(6):
    start = time.process_time()
    for _ in range(150):
        engine.reset()
        for number in range(20):
            template.assert_fact(name=clips.Symbol(f"c{number}"))
        engine.run()
        assert len(list(template.facts())) == 20
    rounds.append(round(1e6 * (time.process_time() - start) / 150))
print("clipspy", clips.__version__, "µs a case, round after round:", *rounds)
assert rounds[-1] > 1.5 * rounds[0], "an environment no longer gets slower"
PY
