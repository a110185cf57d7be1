"""In: a day as people say it (昨晚, 上周三, Nov 4), and the day on which it is said. Out: the first and last day that it can mean."""

from engine.days.spoken_day import Spoken, find_day, read_day

__all__ = ["Spoken", "find_day", "read_day"]
