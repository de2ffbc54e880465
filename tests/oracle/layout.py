"""Where the parts of a mail stand in Chromium: boxes of text, pictures and grounds, in px.

The mail is laid out in the font of the repository alone and with one small picture for all, so
that the boxes are those of the mail and not of the machine.
"""

import base64
import hashlib
import re
import sys
from functools import cache
from pathlib import Path

from mjml import mjml2html

from tests.blocks import sample

WIDTHS = (640, 380)
ROOT = Path(__file__).parent.parent.parent
BOXES = Path(__file__).parent / "boxes.json"
# 2 x 1 px, so that pictures keep a shape when they grow.
PICTURE = (
    "data:image/svg+xml;base64,"
    + base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>').decode()
)
TOKEN = re.compile("(?:&#xe000;|\ue000)[0-9a-f,]*(?:&#xe001;|\ue001)")

# Every line of text, every picture, and every element that paints a ground, a border or a line.
COLLECT = """() => {
  const boxes = [], round = (n) => Math.round(n * 4) / 4;
  const box = (what, r) => boxes.push([what, round(r.left), round(r.top), round(r.width), round(r.height)]);
  const ground = (s) => s.backgroundColor !== 'rgba(0, 0, 0, 0)' ? s.backgroundColor : '';
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = node.data.replace(/\\s+/g, ' ').trim();
      if (!words) return;
      const range = document.createRange();
      range.selectNodeContents(node);
      const r = range.getBoundingClientRect();
      if (r.width && r.height) box('text ' + words, r);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      const s = getComputedStyle(node);
      if (s.display === 'none') return;
      const r = node.getBoundingClientRect();
      if (node.tagName === 'IMG') box('picture ' + node.alt, r);
      else if (r.width && r.height && node !== document.body) {
        if (ground(s)) box('ground ' + ground(s), r);
        if (parseFloat(s.borderTopWidth)) box('line ' + s.borderTopColor, r);
      }
      for (const child of node.childNodes) walk(child);
    }
  };
  walk(document.body);
  return {height: round(document.documentElement.scrollHeight), boxes};
}"""


@cache
def _style():
    font = ROOT / "static/einklang/fonts/schibsted-grotesk-latin-wght-normal.woff2"
    data = base64.b64encode(font.read_bytes()).decode()
    return (
        "<style>@font-face{font-family:Oracle;font-weight:100 900;"
        f"src:url(data:font/woff2;base64,{data})}}"
        "*{font-family:Oracle!important;font-synthesis:none!important}</style></head>"
    )


def sources(kinds):
    """{kind: MJML of a mail that holds one block of it}, merge fields as a plain word."""
    compiler = sys.modules["blocks.compile"]
    real, made = compiler.mjml2html, {}
    for kind in kinds:
        kept = []
        compiler.mjml2html = lambda mjml, kept=kept: kept.append(mjml) or real(mjml)
        try:
            alone = kind in ("envelope", "legal")
            sample.compiled(sample.mail(*(() if alone else (sample.block(kind),))))
        finally:
            compiler.mjml2html = real
        made[kind] = TOKEN.sub("Wert", kept[0])
    return made


def digest(mjml):
    return hashlib.sha256(mjml.encode()).hexdigest()


def ours(mjml):
    return mjml2html(mjml)


def boxes(browser, html, width):
    """{"height": px, "boxes": [[what, left, top, width, height]]}, to a quarter of a px."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    try:
        html = re.sub(r'src="[^"]*"', f'src="{PICTURE}"', html)
        html = html.replace("</head>", _style(), 1)
        page.set_content(html)
        page.evaluate("() => document.fonts.ready")
        return page.evaluate(COLLECT)
    finally:
        page.close()


def differences(expected, found, tolerance=1.0):
    """What stands elsewhere, as sentences; [] when all boxes are one within the tolerance, px."""
    said = []
    if abs(expected["height"] - found["height"]) > tolerance:
        said.append(f"the mail is {found['height']} px high, not {expected['height']}")
    names = [[box[0] for box in side["boxes"]] for side in (expected, found)]
    if names[0] != names[1]:
        only = [
            [n for n in names[0] if n not in names[1]],
            [n for n in names[1] if n not in names[0]],
        ]
        return [*said, f"other parts: missing {only[0][:5]}, more {only[1][:5]}"]
    for want, have in zip(expected["boxes"], found["boxes"], strict=True):
        if any(abs(a - b) > tolerance for a, b in zip(want[1:], have[1:], strict=True)):
            said.append(f"{want[0]!r} stands at {have[1:]}, not {want[1:]}")
    return said
