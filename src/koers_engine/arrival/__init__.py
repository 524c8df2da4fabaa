"""What is looked at when a table arrives: parts and totals, stocks and flows, jumps, revisions.

Keys that stand twice, unknown codes, and values that contradict their status never come this far:
`checked_dataset` refuses them. What is found here may be right all the same, so a researcher
decides: a warning is shown and kept, a refusal holds the table back until it is accepted with a
reason.
"""

from koers_engine.arrival.checks import CHECKS, Check, findings_of

__all__ = ["CHECKS", "Check", "findings_of"]
