"""In: records. Out: the answer to each that is written plainly, all worked out together; equal to what its case gets alone.

Rules see a case through the truth of finitely many conditions. So a chunk is turned round: not one case after the other
with all its conditions, but one condition after the other with all cases, as one number with a bit for each
(`crowd`). `reading` (`plain`, `spelling`, `contacts`) reads plain records, `noting` (with `history` and `narrowing`) tells in which cases each condition
holds, `judging` what becomes of the rules, `doors` and `fitting` which actions can be done, `advising` their order, and
`answering` and `writing` fill in days.
"""

from engine.batch.together.answering import Short, Together

__all__ = ["Short", "Together"]
