"""The words behind `blocks.words`: a sentence for every code, in German and in English.

Tone: short, active, with "Sie"; first what, then the limit, then the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from blocks.schema import Label

# By code, by code and field, or by code and 0 where nothing at all is allowed.
# {limit} what is allowed, {value} what was measured, {over} the difference, {try_} a suggestion
# that would pass, {ask} whom to ask; each is "" where the finding has none.
SENTENCES: Mapping[str, Label] = MappingProxyType(
    {
        "lock.field": Label("Das legt die Marke fest. {ask}", "The brand sets this. {ask}"),
        "lock.move": Label(
            "Dieser Baustein hat einen festen Platz. {ask}",
            "This block has a fixed place. {ask}",
        ),
        "lock.remove": Label(
            "Dieser Baustein gehört in jede Mail und bleibt stehen. {ask}",
            "This block belongs in every mail and stays. {ask}",
        ),
        "lock.repeat": Label(
            "Dieser Baustein ist höchstens {limit}-mal möglich. Einen weglassen. {ask}",
            "This block fits at most {limit} times. Remove one. {ask}",
        ),
        "lock.repeat 0": Label(
            "Dieser Baustein steht nur einmal in der Mail. {ask}",
            "This block stands only once in the mail. {ask}",
        ),
        "region.kind": Label(
            "Dieser Baustein passt hier nicht. Hier möglich: {limit}.",
            "This block does not fit here. Possible here: {limit}.",
        ),
        "region.max": Label(
            "Hier passen {limit} hinein. Bitte zuerst einen Baustein herausnehmen.",
            "This is full at {limit}. Please take one block out first.",
        ),
        "region.min": Label(
            "Bausteine hier: {value}, nötig sind {limit}. Bitte ergänzen.",
            "Blocks here: {value}; {limit} are needed. Please add more.",
        ),
        "region.key": Label(
            "Zwei Bereiche heißen gleich. Bitte einen umbenennen.",
            "Two regions have the same name. Please rename one.",
        ),
        "region.limits": Label(
            "Kleinste und größte Anzahl passen nicht zusammen. Bitte anpassen.",
            "Lowest and highest number do not go together. Please adjust them.",
        ),
        "columns.count": Label(
            "Spalten hier: {value}, die Aufteilung braucht {limit}. Bitte angleichen.",
            "Columns here: {value}; the layout needs {limit}. Please bring them together.",
        ),
        "field.length": Label(
            "{value} von {limit} Zeichen. Bitte um {over} kürzen.",
            "{value} of {limit} characters. Please cut {over}.",
        ),
        "field.option": Label(
            "Hier stehen zur Wahl: {limit}. {try_}", "The choices here are: {limit}. {try_}"
        ),
        "field.must_change": Label(
            "Hier steht noch der Mustertext. Bitte durch Ihren eigenen ersetzen.",
            "This is still the sample. Please replace it with your own.",
        ),
        "field.required": Label("Hier fehlt noch etwas. Bitte ausfüllen.", "Please fill this in."),
        "field.format": Label("Hier passt: {limit}. {try_}", "This takes {limit}. {try_}"),
        "field.minimum": Label(
            "{value} liegt unter der Grenze. Möglich ab {limit}.",
            "{value} is below the limit. Possible from {limit}.",
        ),
        "field.maximum": Label(
            "{value} liegt über der Grenze. Möglich bis {limit}.",
            "{value} is above the limit. Possible up to {limit}.",
        ),
        "field.features": Label(
            "Diese Auszeichnung ist hier nicht vorgesehen. Möglich: {limit}. {ask}",
            "This formatting is not used here. Possible: {limit}. {ask}",
        ),
        "link.scheme": Label(
            "Links mit „{value}“ sind hier nicht möglich. Möglich sind: {limit}. {try_}",
            'Links with "{value}" are not possible here. Possible: {limit}. {try_}',
        ),
        "link.start": Label(
            "Diesem Link fehlt der Anfang: {limit}. {try_}",
            "This link lacks its beginning: {limit}. {try_}",
        ),
        "link.sign": Label(
            "{value} kann in einem Link nicht stehen. {try_}",
            "{value} cannot stand in a link. {try_}",
        ),
        "link.merge": Label(
            "Ein Feld in doppelten Klammern kann an dieser Stelle eines Links nicht stehen.",
            "A field in double braces cannot stand in this place of a link.",
        ),
        "link.address": Label(
            "Hinter mailto: gehört genau eine E-Mail-Adresse, wie mailto:info@beispiel.de. {try_}",
            "Behind mailto: goes exactly one e-mail address, as in mailto:info@example.com. {try_}",
        ),
        "link.number": Label(
            "Hinter tel: gehört eine Telefonnummer aus Ziffern. {try_}",
            "Behind tel: goes a phone number in digits. {try_}",
        ),
        "link.format": Label(
            "Diesem Link fehlt der Name der Seite, wie in https://www.beispiel.de/termin. {try_}",
            "This link lacks the name of the site, as in https://www.example.com/visit. {try_}",
        ),
        "link.host": Label(
            "Links führen hier nur zu {limit}. {ask}", "Links here lead to {limit} only. {ask}"
        ),
        "picture.unknown": Label(
            "Dieses Bild ist nicht in Ihrer Bibliothek. Bitte ein anderes wählen.",
            "This picture is not in your library. Please choose another.",
        ),
        "logo.ground": Label(
            "Dieses Logo steht nicht auf diesem Grund. Die Marke erlaubt es auf: {limit}.",
            "This logo may not stand on this ground. The brand allows it on: {limit}.",
        ),
        "logo.small": Label(
            "Das Logo des Partners wäre nur {value} Pixel breit und bleibt weg; die Marke verlangt "
            "{limit}. Ein breiteres Bild hinterlegen.",
            "The partner’s logo would be only {value} pixels wide and is left out; the brand asks "
            "for {limit}. Store a wider picture.",
        ),
        "picture.gone": Label(
            "Dieses Bild gibt es nicht mehr. Bitte ein anderes wählen.",
            "This picture no longer exists. Please choose another.",
        ),
        "picture.unusable": Label(
            "Dieses Bild darf zurzeit nicht verwendet werden. Bitte ein anderes wählen.",
            "This picture may not be used at present. Please choose another.",
        ),
        "picture.collection": Label(
            "Dieses Bild gehört nicht zur Auswahl für diese Stelle. Bitte eines daraus wählen.",
            "This picture is not among those for this place. Please choose one of them.",
        ),
        "picture.ratio": Label(
            "Dieses Bild hat {value}, hier passt {limit}. Bitte ein anderes wählen.",
            "This picture is {value}; {limit} fits here. Please choose another.",
        ),
        "picture.small": Label(
            "Das Bild ist {value} Pixel breit, hier sind {limit} nötig. Größeres wählen.",
            "This picture is {value} pixels wide; {limit} are needed here. Choose a larger one.",
        ),
        "claim.missing": Label(
            "Was hier stand, ist nicht mehr freigegeben. Bitte etwas anderes wählen. {ask}",
            "What stood here is no longer released. Please choose something else. {ask}",
        ),
        "claim.expired": Label(
            "Diese Aussage galt bis {limit}. Bitte eine andere wählen. {ask}",
            "This claim held until {limit}. Please choose another. {ask}",
        ),
        "claim.early": Label(
            "Diese Aussage gilt ab {limit}. Bitte später senden oder eine andere wählen. {ask}",
            "This claim holds from {limit} on. Please send later or choose another. {ask}",
        ),
        "claim.scope": Label(
            "Diese Aussage gilt nicht in Ihrem Netz. Bitte eine andere wählen. {ask}",
            "This claim does not hold in your network. Please choose another. {ask}",
        ),
        "claim.language": Label(
            "Diese Aussage gibt es nicht in der Sprache der Mail. Bitte eine andere wählen. {ask}",
            "This claim does not exist in the language of the mail. Please choose another. {ask}",
        ),
        "access.alt": Label(
            "Die Bildbeschreibung fehlt. Bitte in einem Satz sagen, was zu sehen ist.",
            "The picture description is missing. Please say in one sentence what it shows.",
        ),
        "access.contrast": Label(
            "Der Kontrast dieses Textes ist {value} zu 1, nötig sind {limit} zu 1. "
            "Bitte eine andere Farbe oder einen anderen Grund wählen.",
            "The contrast of this text is {value} to 1; it takes {limit} to 1. "
            "Please choose another colour or ground.",
        ),
        "access.headings": Label(
            "Diese Überschrift hat die Stufe {value}, hier passt höchstens {limit} "
            "und nur einmal die Stufe 1.",
            "This heading is of level {value}; at most {limit} fits here, "
            "and level 1 stands once only.",
        ),
        "access.link_text": Label(
            "Der Link „{value}“ sagt nicht, wohin er führt. Bitte das Ziel nennen.",
            'The link "{value}" does not say where it leads. Please name its target.',
        ),
        "size.html": Label(
            "Die Mail ist {value} KB groß; ab {limit} KB wird sie abgeschnitten. Bitte kürzen.",
            "The mail is {value} KB; mail programs cut it at {limit} KB. Please shorten it.",
        ),
        "overlay.shape": Label(
            "Ein Teil der Änderungen war nicht lesbar und ist nicht gespeichert. "
            "Bitte die Seite neu laden.",
            "Part of the changes could not be read and is not saved. Please reload the page.",
        ),
        "block.gone": Label(
            "Dieser Baustein steht nicht mehr in der Vorlage. "
            "Was Sie gespeichert hatten, liegt unter „Zur Seite gelegt“.",
            'This block is no longer in the template. What you had saved is under "Kept aside".',
        ),
        "block.kind": Label(
            "An dieser Stelle steht jetzt ein anderer Baustein. "
            "Was Sie gespeichert hatten, liegt unter „Zur Seite gelegt“.",
            'Another block stands here now. What you had saved is under "Kept aside".',
        ),
        "block.duplicate": Label(
            "Dieser Baustein steht schon an anderer Stelle. Bitte neu einfügen.",
            "This block already stands elsewhere. Please insert it anew.",
        ),
        "shared.missing": Label(
            "Ein gemeinsamer Baustein fehlt. {ask}", "A shared block is missing. {ask}"
        ),
        "legal.missing imprint": Label(
            "Für Ihr Land hat die Marke kein Impressum. Das Land in den Stammdaten prüfen "
            "oder die Zentrale fragen.",
            "The brand has no imprint for your country. Check the country in your company "
            "details, or ask headquarters.",
        ),
        "merge.unknown": Label(
            "Das Feld „{value}“ gibt es nicht. {try_}", 'There is no field "{value}". {try_}'
        ),
        "merge.syntax": Label(
            'Dieses Feld ist nicht richtig geschrieben. Beispiel: {{{{ first_name | "Kunde" }}}}.',
            'This field is not written correctly. Example: {{{{ first_name | "customer" }}}}.',
        ),
        "merge.fallback": Label(
            "Nicht jeder hat hier eine Angabe. Bitte einen Ersatztext ergänzen: "
            '{{{{ {value} | "Ersatz" }}}}.',
            'Not everyone has this. Please add a fallback: {{{{ {value} | "fallback" }}}}.',
        ),
        "merge.never": Label(
            "Die Bedingung „{value}“ trifft hier nie zu: Das Feld hat an dieser Stelle keinen "
            "Wert. Bitte herausnehmen.",
            'The condition "{value}" never holds: the field has no value in this place. '
            "Please take it out.",
        ),
        "merge.always": Label(
            "Die Bedingung „{value}“ trifft immer zu. Bitte nur ihren Inhalt stehen lassen.",
            'The condition "{value}" always holds. Please keep only what is inside.',
        ),
        "merge.blank": Label(
            "In der Bedingung „{value}“ steht nichts. Bitte füllen oder herausnehmen.",
            'There is nothing inside the condition "{value}". Please fill it or take it out.',
        ),
        "merge.empty": Label(
            "Hier bleibt eine Lücke: {value} fehlt in den Stammdaten. Dort ergänzen.",
            "This leaves a gap: {value} is missing in the company details. Add it there.",
        ),
        "template.envelope": Label(
            "Der Umschlag steht genau einmal, ganz oben.",
            "The envelope stands exactly once, at the top.",
        ),
        "template.legal": Label(
            "Die Pflichtangaben stehen genau einmal, ganz unten.",
            "The legal notice stands exactly once, at the bottom.",
        ),
        "template.legal_open": Label(
            "Die Pflichtangaben bleiben geschlossen. Bitte die Freigabe dort entfernen.",
            "The legal notice stays closed. Please take the release away there.",
        ),
        "template.retired": Label(
            "Die Zentrale hat diese Vorlage zurückgezogen. {value} "
            "Bis sie wieder da ist, geht nichts davon hinaus.",
            "Headquarters took this template back. {value} "
            "Nothing of it goes out until it returns.",
        ),
        "template.compile": Label(
            "Aus dieser Vorlage entsteht noch keine Mail. Bitte den Baustein prüfen.",
            "No mail can be made from this yet. Please check the block.",
        ),
    }
)
FAMILIES: Mapping[str, Label] = MappingProxyType(
    {
        "lock": SENTENCES["lock.field"],
        "region": Label("Hier passt die Anzahl nicht.", "The number of blocks does not fit here."),
        "field": Label("Diese Angabe passt hier nicht. {try_}", "This does not fit here. {try_}"),
        "tone": Label("„{value}“ passt nicht zur Marke. {try_}", '"{value}" is off brand. {try_}'),
        "picture": Label(
            "Dieses Bild passt hier nicht. Bitte ein anderes wählen.",
            "This picture does not fit here. Please choose another.",
        ),
        "colour": Label(
            "Diese Farbe passt hier nicht. {try_} {ask}",
            "This colour does not fit here. {try_} {ask}",
        ),
        "claim": Label(
            "Diese Aussage ist nicht freigegeben. {try_} {ask}",
            "This claim is not released. {try_} {ask}",
        ),
        "legal": Label(
            "Es fehlt eine Pflichtangabe: {value}. In den Stammdaten ergänzen.",
            "A legal detail is missing: {value}. Add it in your company details.",
        ),
        "link": Label(
            "Dieser Link passt hier nicht. {try_}", "This link does not fit here. {try_}"
        ),
        "size": Label(
            "{value} sind mehr als {limit}. Bitte kürzen.",
            "{value} is more than {limit}. Please shorten it.",
        ),
        "access": Label("Nicht jeder kann das lesen. {try_}", "Not everyone can read this. {try_}"),
        "merge": SENTENCES["merge.syntax"],
        "block": Label("Dieser Baustein ist nicht mehr da.", "This block is no longer here."),
        "shared": SENTENCES["shared.missing"],
        "template": SENTENCES["template.compile"],
        "overlay": SENTENCES["overlay.shape"],
    }
)
# Why a body is no overlay; {value} what was sent, {limit} what is possible.
REFUSALS: Mapping[str, Label] = MappingProxyType(
    {
        "size": Label(
            "{value} Bytes sind zu viel, möglich sind {limit}.",
            "{value} bytes are too much; {limit} are possible.",
        ),
        "depth": Label(
            "Hier ist es tiefer verschachtelt als die möglichen {limit} Ebenen.",
            "This is nested deeper than the {limit} levels that are possible.",
        ),
        "json": Label("Hier ist es kein JSON mehr.", "From here on it is no JSON."),
        "number": Label(
            "„{value}“ geht hier nicht: nur ganze Zahlen mit höchstens {limit} Stellen. "
            "Preise sind Text.",
            '"{value}" does not go: whole numbers of at most {limit} digits only. Prices are text.',
        ),
        "keys": Label(
            "Der Name „{value}“ steht zweimal im selben Objekt.",
            'The name "{value}" stands twice in one object.',
        ),
        "body": Label(
            "Hier wird ein JSON-Objekt erwartet, mit dem Overlay unter „overlay“.",
            'A JSON object is expected here, with the overlay under "overlay".',
        ),
        "version": Label(
            "Die Version ist {value}, möglich ist {limit}.",
            "The version is {value}; {limit} is possible.",
        ),
    }
)
UNKNOWN = Label("Hier ist etwas zu prüfen. {ask}", "Please check this. {ask}")
FORMAT_WORDS: Mapping[str, Label] = MappingProxyType(
    {
        "text": Label("Text ohne Steuerzeichen", "text without control characters"),
        "line": Label("Text in einer Zeile", "text in one line"),
        "picture": Label("ein Bild aus der Bibliothek", "a picture from the library"),
        "claim": Label("eine Aussage der Marke", "a claim of the brand"),
        "testimonial": Label("eine Kundenstimme der Marke", "a customer's voice of the brand"),
        "phone": Label(
            "eine Telefonnummer wie +49 421 123456", "a phone number such as +49 421 123456"
        ),
        "zip": Label("eine Postleitzahl wie 28876", "a postcode such as 28876"),
        "price": Label("ein Preis wie 24,90", "a price such as 24.90"),
        "date": Label("ein Datum wie 24.12.2026", "a date such as 24 December 2026"),
        "time": Label("eine Uhrzeit wie 18:30", "a time such as 18:30"),
        "email": Label("eine E-Mail-Adresse", "an e-mail address"),
        "code128": Label(
            "für den Strichcode bis zu 20 Buchstaben ohne Umlaute, Ziffern und Zeichen",
            "for the barcode, up to 20 unaccented letters, digits and signs",
        ),
        "ean13": Label(
            "für den Strichcode 13 Ziffern mit richtiger Prüfziffer",
            "for the barcode, 13 digits with the right check digit",
        ),
        "number": Label("eine Zahl", "a number"),
        "url": Label("ein Link mit https://", "a link with https://"),
        "link": Label(
            "ein Link mit https://, mailto: oder tel:", "a link with https://, mailto: or tel:"
        ),
    }
)
# What cannot stand in a link, as the beginning of a sentence.
SIGN_WORDS: Mapping[str, Label] = MappingProxyType(
    {
        "blank": Label("Ein Leerzeichen", "A blank"),
        "quote": Label("Ein Anführungszeichen", "A quotation mark"),
    }
)
FEATURE_WORDS: Mapping[str, Label] = MappingProxyType(
    {
        "bold": Label("fett", "bold"),
        "italic": Label("kursiv", "italic"),
        "link": Label("Link", "link"),
        "ul": Label("Aufzählung", "bullet list"),
        "ol": Label("nummerierte Liste", "numbered list"),
    }
)
ASK_WORDS: Mapping[str, Label] = MappingProxyType(
    {
        "": Label("Markenteam fragen.", "Ask the brand team."),
        "brand": Label("Markenteam fragen.", "Ask the brand team."),
        "legal": Label("Rechtsabteilung fragen.", "Ask the legal team."),
        "space-owner": Label("Inhaberin oder Inhaber fragen.", "Ask the owner of your space."),
    }
)
