"""The page on this machine, and the interface for programs and assistants.

In: what a browser, a program or an assistant asks. Out: questions, plans, pictures, in words or as JSON. Nothing is decided here.
"""

from web.app import make_app
from web.serving import serve_page

__all__ = ["make_app", "serve_page"]
