"""What a person takes away: the plan as text. Imports engine."""
