"""What stands against a token file, in words: where, what, and the way out."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brand_kits import kit_words
from brand_kits.dtcg.problems import Problem

MOST_SHOWN = 200  # characters of one value or path

SENTENCES = {
    "dtcg.size": gettext_lazy("The file has %(size)s. At most %(most)s are read."),
    "dtcg.encoding": gettext_lazy("This is no UTF-8 text. Save the file as UTF-8."),
    "dtcg.json": gettext_lazy("This is no JSON here, near “%(value)s”."),
    "dtcg.number": gettext_lazy("“%(value)s” is too large a number."),
    "dtcg.string": gettext_lazy("This text holds a sign that does not exist."),
    "dtcg.depth": gettext_lazy("Groups lie inside one another more than %(limit)s deep."),
    "dtcg.many": gettext_lazy("The file has more than %(limit)s values or groups."),
    "dtcg.long": gettext_lazy("The names of a path have more than %(limit)s characters together."),
    "dtcg.large": gettext_lazy(
        "This holds more than %(limit)s values; what an alias names counts each time."
    ),
    "dtcg.twice": gettext_lazy("“%(value)s” is there twice. Keep one of them."),
    "dtcg.object": gettext_lazy("A token file is an object: it begins with { and ends with }."),
    "dtcg.name": gettext_lazy("A name may not hold a point or curly brackets: “%(value)s”."),
    "dtcg.member": gettext_lazy(
        "“%(value)s” is neither a token nor a group. A token has a $value, with the dollar sign."
    ),
    "dtcg.token_group": gettext_lazy("This is a token and a group at once. Make two of it."),
    "dtcg.root": gettext_lazy("A token called $root needs a $value."),
    "dtcg.type": gettext_lazy("“%(value)s” is no name of a type."),
    "dtcg.alias": gettext_lazy("“%(value)s” is not in this file."),
    "dtcg.alias_group": gettext_lazy("“%(value)s” is a group; an alias names a token."),
    "dtcg.extends": gettext_lazy("“%(value)s” is no group of this file."),
    "dtcg.circle": gettext_lazy("This leads in a circle: %(value)s."),
    "dtcg.chain": gettext_lazy("Aliases lead on from one to the next more than %(limit)s times."),
    "dtcg.colour": gettext_lazy("“%(value)s” is no colour."),
    "dtcg.see_through": gettext_lazy("Mails show no see-through colours: “%(value)s”."),
    "dtcg.space": gettext_lazy(
        "The colour space “%(value)s” needs a hex beside it. Without one we read: %(limit)s."
    ),
    "dtcg.dimension": gettext_lazy("“%(value)s” is no length in px or rem."),
    "dtcg.font_family": gettext_lazy("“%(value)s” is no name of a font and no list of names."),
    "dtcg.font_weight": gettext_lazy("“%(value)s” is no font weight."),
    "dtcg.font_size": gettext_lazy("A size of %(value)s px does not work in mails: %(limit)s px."),
    "dtcg.line_height": gettext_lazy("A line height is a factor: %(limit)s, not “%(value)s”."),
    "dtcg.typography": gettext_lazy("A type style needs fontFamily and fontSize."),
    "dtcg.number_type": gettext_lazy("“%(value)s” is no number."),
    "dtcg.corner": gettext_lazy("A corner radius of %(value)s px is none of a mail: %(limit)s px."),
    "dtcg.other_type": gettext_lazy("This token is of type “%(value)s”; “%(limit)s” is needed."),
    "dtcg.role": gettext_lazy("There is no token and no value “%(value)s” to bring together."),
    "dtcg.opens": gettext_lazy("There is no value “%(value)s” that a kit could open."),
    "dtcg.held": gettext_lazy("Choose the file again: it was looked at too long ago."),
    "dtcg.extension": gettext_lazy(
        "Our own data in $extensions are not as we wrote them. Remove them, or export anew."
    ),
}


def said(problem: Problem) -> str:
    """Line, path, and a sentence."""
    words, path = sentence(problem), problem.path[:MOST_SHOWN]
    if problem.line and path:
        return _("Line %(line)s, %(path)s: %(words)s") % {
            "line": problem.line,
            "path": path,
            "words": words,
        }
    return f"{path}: {words}" if path else in_line(problem)


def in_line(problem: Problem) -> str:
    """Line and sentence, where the path is there to see."""
    words = sentence(problem)
    if problem.line:
        return _("Line %(line)s: %(words)s") % {"line": problem.line, "words": words}
    return words


def sentence(problem: Problem) -> str:
    """One or two plain sentences in the active language."""
    text = SENTENCES.get(problem.code) or kit_words.SENTENCES[problem.code]
    limit = problem.limit
    value = problem.value
    if problem.code == "kit.closed":
        value = kit_words.value_word(str(value))
    return str(text) % {
        "value": str(value)[:MOST_SHOWN] if value is not None else "",
        "limit": ", ".join(map(str, limit)) if isinstance(limit, tuple) else limit,
        "size": filesizeformat(value) if problem.code == "dtcg.size" else "",
        "most": filesizeformat(limit) if problem.code == "dtcg.size" else "",
    }
