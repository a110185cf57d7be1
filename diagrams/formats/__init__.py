"""In: a drawing, a sheet or a timeline. Out: the text or image of it.

`dot` (with `attributes`), `mermaid`, `node_link`, `graphml` write drawings, `timeline_svg` and `timeline_text` timelines, `sheet_svg`
sheets; `schemas` says what the JSON is; `images` and `render` (with `fonts`, `margins`) make images of all; `inline` makes an SVG part of a page.
"""

from diagrams.formats.dot import write_dot
from diagrams.formats.graphml import write_graphml
from diagrams.formats.images import IMAGES, image_of, svg_of, without_programs
from diagrams.formats.mermaid import write_mermaid
from diagrams.formats.node_link import write_node_link
from diagrams.formats.render import INSTALL, can_lay_out, lay_out
from diagrams.formats.schemas import picture_schemas
from diagrams.formats.timeline_svg import write_timeline_svg
from diagrams.formats.timeline_text import write_timeline_json, write_timeline_mermaid

__all__ = [
    "IMAGES",
    "INSTALL",
    "can_lay_out",
    "image_of",
    "lay_out",
    "picture_schemas",
    "svg_of",
    "without_programs",
    "write_dot",
    "write_graphml",
    "write_mermaid",
    "write_node_link",
    "write_timeline_json",
    "write_timeline_mermaid",
    "write_timeline_svg",
]
