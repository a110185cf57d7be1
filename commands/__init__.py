"""What a person types → what is worked out and shown. One module a family of commands; `shared/` is what they have in common.

A module's `__all__` names its commands, and `cli.py` finds them there: a command is added by adding a file.
"""
