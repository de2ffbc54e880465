"""`make oracle`: lays every kind out as npm mjml compiles it and keeps the boxes as JSON.

Needs npm and a network; the tests need neither.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from blocks.catalogue import CATALOGUE
from tests.oracle import layout

VERSION = "5.4.1"


def compiled(sources):
    """{kind: HTML} by npm mjml, installed into a folder of its own that goes again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.json").write_text('{"private": true, "type": "module"}')
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", f"mjml@{VERSION}"]
        subprocess.run(command, cwd=folder, check=True)
        shutil.copy(Path(__file__).parent / "mjml.mjs", folder)
        (folder / "source.json").write_text(json.dumps(sources))
        subprocess.run(["node", "mjml.mjs", "source.json", "made.json"], cwd=folder, check=True)
        return json.loads((folder / "made.json").read_text())


def main():
    if not (shutil.which("npm") and shutil.which("node")):
        print("`make oracle` needs npm and Node.js 20 or newer.", file=sys.stderr)
        return 1
    sources = layout.sources(CATALOGUE)
    theirs, kept, wrong = compiled(sources), {}, 0
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        for kind, html in theirs.items():
            kept[kind] = {"mjml": layout.digest(sources[kind])}
            for width in layout.WIDTHS:
                kept[kind][str(width)] = expected = layout.boxes(browser, html, width)
                found = layout.boxes(browser, layout.ours(sources[kind]), width)
                for words in layout.differences(expected, found):
                    wrong += 1
                    print(f"{kind} at {width} px: {words}")
        browser.close()
    lines = [
        f'"{kind}": {{"mjml": "{row["mjml"]}",\n'
        + ",\n".join(
            f' "{width}": {json.dumps(row[str(width)], ensure_ascii=False)}'
            for width in layout.WIDTHS
        )
        + "}"
        for kind, row in kept.items()
    ]
    layout.BOXES.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(kept)} kinds laid out as npm mjml {VERSION} does; {wrong} boxes stand elsewhere.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
