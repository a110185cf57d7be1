"""Working it out: a case → findings → graph → plan; then why, what if, and what the graph says. One room a step, see README.md."""
