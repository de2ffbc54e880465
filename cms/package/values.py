"""Raw stream values with the numbers of a database in them, and with names instead; both ways.

It goes by the form's blocks, so it knows every kind there is and will be: whatever a chooser
chooses becomes a name on the way out and a number on the way in. Nothing else is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail import blocks

from brand_kits.guide_blocks import CollectionBlock

# (model, what stands in the value) -> what shall stand there; "collection" for Wagtail's own.
Change = Callable[[type[Model] | str, Any], Any]
MOST_TEXT = 100_000  # characters of one value
COLLECTION = "collection"


@dataclass(slots=True)
class Walk:
    """One way through a value. wrong: what does not fit the form, in words, with its place.

    strict: what the form does not know is wrong; else it is left out, as any save in the Studio
    leaves it out.
    """

    change: Change
    strict: bool = True
    wrong: list[str] = field(default_factory=list)

    def value(self, block: blocks.Block, raw: Any, path: str) -> Any:
        """The value with every reference changed; what is unknown is said and left out."""
        if isinstance(block, blocks.BaseStreamBlock):
            return self._stream(block, raw, path)
        if isinstance(block, blocks.ListBlock):
            return self._list(block, raw, path)
        if isinstance(block, blocks.BaseStructBlock):
            return self._struct(block, raw, path)
        if isinstance(block, blocks.ChooserBlock):
            return None if raw in (None, "") else self._changed(block.target_model, raw, path)
        return self._leaf(block, raw, path)

    def _changed(self, model: type[Model] | str, raw: Any, path: str) -> Any:
        try:
            return self.change(model, raw)
        except LookupError as error:
            self.wrong.append(f"{path}: {error.args[0]}")
            return None

    def _stream(self, block: Any, raw: Any, path: str) -> Any:
        if not isinstance(raw, list):
            return self._misfit(path, [])
        found = []
        for number, child in enumerate(raw, start=1):
            at = f"{path} {number}".strip()
            known = isinstance(child, dict) and set(child) <= {"type", "id", "value"}
            if not known or not isinstance(child.get("id", ""), str):
                self._misfit(at, None)
                continue
            kind = child.get("type")
            inner = block.child_blocks.get(kind) if isinstance(kind, str) else None
            if inner is None:
                said = _("%(at)s: this Einklang knows no “%(kind)s” here.")
                self._unknown(said % {"at": at, "kind": str(kind)[:40]})
                continue
            found.append({**child, "value": self.value(inner, child.get("value"), f"{at} {kind}")})
        return found

    def _list(self, block: Any, raw: Any, path: str) -> Any:
        if not isinstance(raw, list):
            return self._misfit(path, [])
        found = []
        for number, item in enumerate(raw, start=1):
            at = f"{path} {number}"
            if isinstance(item, dict) and set(item) == {"type", "id", "value"}:
                found.append({**item, "value": self.value(block.child_block, item["value"], at)})
            else:
                found.append(self.value(block.child_block, item, at))
        return found

    def _struct(self, block: Any, raw: Any, path: str) -> Any:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            return self._misfit(path, {})
        found = {}
        for name, value in raw.items():
            inner = block.child_blocks.get(name)
            if inner is None:
                said = _("%(at)s: this Einklang knows no field “%(name)s”.")
                self._unknown(said % {"at": path, "name": name[:40]})
            elif _is_collection(block, name, inner) and value not in (None, ""):
                found[name] = self._changed(COLLECTION, value, f"{path} {name}")
            else:
                found[name] = self.value(inner, value, f"{path} {name}")
        return found

    def _leaf(self, block: blocks.Block, raw: Any, path: str) -> Any:
        if raw is None:
            return None
        if isinstance(block, blocks.BooleanBlock):
            return raw if isinstance(raw, bool) else self._misfit(path, False)
        if isinstance(block, blocks.IntegerBlock):
            fits = raw == "" or (isinstance(raw, int) and not isinstance(raw, bool))
            return raw if fits else self._misfit(path, None)
        if isinstance(block, blocks.MultipleChoiceBlock):
            fits = isinstance(raw, list) and all(isinstance(one, str) for one in raw)
            return raw if fits else self._misfit(path, [])
        if isinstance(raw, float):
            return f"{raw:g}"  # as the form writes it
        number = isinstance(raw, int) and not isinstance(raw, bool)
        if number and isinstance(block, blocks.DecimalBlock):
            return raw
        if isinstance(raw, str) and len(raw) <= MOST_TEXT:
            return raw
        return self._misfit(path, "")

    def _unknown(self, said: str) -> None:
        if self.strict:
            self.wrong.append(said)

    def _misfit(self, path: str, instead: Any) -> Any:
        self.wrong.append(_("%(at)s: this is not written as it should be.") % {"at": path or "/"})
        return instead


def _is_collection(block: Any, name: str, inner: blocks.Block) -> bool:
    """A limit that names a collection by its number: of a lock, and of a kit's picture rule."""
    if not isinstance(inner, blocks.IntegerBlock):
        return False
    return name == COLLECTION or (isinstance(block, CollectionBlock) and name == "limit")
