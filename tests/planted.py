"""The faults `tests.house_faults` plants: what breaks, the words, and the test that must see it.

Every capability that has a marked test has a fault here that breaks what it is about.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    capability: str  # the id the test is marked with, or nothing
    what: str
    file: str
    old: str
    new: str
    test: str
    error: str = ""  # the exception the test goes red by, where it cannot be an assertion


HOLDS, TOKENS, KIT = "tests/send/test_holds.py", "tests/send/test_tokens.py", "tests/brand_kits/test_kit.py"  # fmt: skip
LAPSES = f"{HOLDS}::test_a_hold_that_nobody_mends_lapses_and_nothing_is_sent"
PLANNED = f"{HOLDS}::test_a_held_dispatch_never_starts_by_itself_but_can_be_sent_as_planned"
MOVES = f"{HOLDS}::test_a_dispatch_moves_as_the_table_says_and_no_other_way"
SIX = f"{KIT}::test_a_kit_takes_nothing_but_six_digit_colours"
INPUT = f"{KIT}::test_no_input_path_brings_a_colour_from_outside_the_kit_into_a_mail"
COLOUR = f"{KIT}::test_a_partner_gets_no_colour_but_the_kits"
FONT = f"{KIT}::test_an_unknown_font_is_refused_in_words"
STACK = f"{KIT}::test_every_font_in_a_mail_ends_in_a_mail_safe_one"
NAMES = f"{KIT}::test_an_imprint_names_only_fields_that_every_partner_has"
LAST = f"{KIT}::test_the_imprint_stands_last_in_every_mail_and_names_the_partner"
OWED = f"{KIT}::test_a_partner_without_a_required_field_cannot_hand_in"
GUESS = "tests/test_throttling.py"
FACTS, HEADERS = "tests/spaces/test_partner_facts.py", "tests/send/test_partner_headers.py"
API, LINE = "tests/spaces/test_overlay_api.py", "tests/send/test_demo_line.py"
OPENS = (
    "tests/desk/test_screens.py::test_a_customer_whose_data_do_not_open_has_a_word_and_a_way_out"
)
BRAND, CMS, SPACES, SEND, DESK, TRUST = (
    f"tests/{name}" for name in ("brand_kits", "cms", "spaces", "send", "desk", "trust")
)
LOGOS, PAGE = f"{BRAND}/test_logos.py", f"{BRAND}/test_brand_page.py"
IMPRINTS, INHERIT = f"{BRAND}/test_imprints.py", f"{BRAND}/test_inheritance.py"
DTCG, FILES = f"{BRAND}/test_dtcg.py", f"{BRAND}/test_tokens.py"
CLAIMS, HOLDING = f"{SPACES}/test_claims_in_campaigns.py", f"{SEND}/test_claims_hold.py"
VERSIONS, PUBLISHING = f"{CMS}/test_versions.py", f"{CMS}/test_publishing.py"
RULES, PACKAGE, OFFERS = (
    "tests/blocks/test_lint_rules.py",
    f"{CMS}/test_package.py",
    f"{SEND}/test_offers.py",
)
CATALOGUE, SHARED, ISLANDS = (
    f"{DESK}/test_catalogue.py",
    f"{SPACES}/test_shared.py",
    f"{SPACES}/test_islands.py",
)
FIELD, WRITE, RECHECK = (
    f"{SPACES}/test_field_rules.py",
    f"{SPACES}/test_every_write_path.py",
    f"{SPACES}/test_recheck.py",
)
COMPOSER, NESTED, KEPT = (
    f"{DESK}/test_composer_browser.py",
    f"{DESK}/test_composer_nested.py",
    f"{DESK}/test_versions.py",
)
SENDING, DOORS, WALL = (
    f"{SEND}/test_sending.py",
    f"{TRUST}/test_front_door.py",
    f"{TRUST}/test_postgres.py",
)
LOOKS = f"{DESK}/test_preview.py"
JS, TIMEOUT = "static/einklang/composer", "playwright._impl._errors.TimeoutError"
REFUSED = "send.errors.ScheduleError"
MINE = "        partner__active=True, partner__memberships__user_id=user.pk\n"


HOUSE = (
    # holds
    Fault("", "a reason to hold nobody walks", "send/models.py", "LONG_HOLDS = (Reason.RELEASE, Reason.GRANT)", "LONG_HOLDS = (Reason.RELEASE, Reason.GRANT, Reason.POLICY)", f"{HOLDS}::test_every_reason_to_hold_has_its_walk_here"),
    Fault("", "a hold never ends", "send/dispatch.py", "        lapse(row, now=now)\n", "        pass\n", LAPSES),
    Fault("", "a hold ends before its time", "send/dispatch.py", "hold_until__lte=now):\n        lapse(row, now=now)", "):\n        lapse(row, now=row.hold_until)", LAPSES),
    Fault("", "a hold ends a second late", "send/dispatch.py", "row.hold_until > now:", "row.hold_until >= now:", LAPSES),
    Fault("", "a release hold has no day of grace", "send/models.py", "LONG_HOLDS = (Reason.RELEASE, Reason.GRANT)", "LONG_HOLDS = (Reason.GRANT,)", f"{LAPSES}[release]"),
    Fault("", "a missing key has no day of grace", "send/models.py", "LONG_HOLDS = (Reason.RELEASE, Reason.GRANT)", "LONG_HOLDS = (Reason.RELEASE,)", f"{LAPSES}[grant]"),
    Fault("", "every hold has a day of grace", "send/dispatch.py", "(GRACE if reason in LONG_HOLDS else timedelta(0))", "GRACE", f"{LAPSES}[superseded]"),
    Fault("", "nobody is told of a hold", "send/dispatch.py", "        transaction.on_commit(lambda: notify.held(row))\n", "", LAPSES),
    Fault("", "nobody is told of a lapse", "send/dispatch.py", "        transaction.on_commit(lambda: notify.lapsed(row))\n", "", LAPSES),
    Fault("", "the operator is not told of a release", "send/notify.py", "    if dispatch.reason == Reason.RELEASE:\n        _tell_operator(dispatch)\n", "", f"{LAPSES}[release]"),
    Fault("", "the operator is told of everything", "send/notify.py", "    if dispatch.reason == Reason.RELEASE:\n", "    if True:\n", f"{LAPSES}[mail]"),
    Fault("", "an imprint that stands nowhere goes out", "send/gates.py", 'missing.append("imprint")', "pass", f"{LAPSES}[imprint]"),
    Fault("", "a missing imprint counts as a broken mail", "send/start.py", 'Reason.IMPRINT if "imprint" in refused.missing else Reason.MAIL', "Reason.MAIL", f"{LAPSES}[imprint]"),
    Fault("", "a header that cannot be is a fault of ours", "send/start.py", "    except HeaderError:\n        return Reason.MAIL, None\n", "", f"{LAPSES}[mail]", "send.errors.HeaderError"),
    Fault("", "a missing key is a fault of ours", "send/start.py", "    except KeyUnavailable:\n        return Reason.GRANT, None\n", "", f"{LAPSES}[grant]", "partner_spaces.trust_centre.errors.KeyUnavailable"),
    Fault("", "an unexplained difference is carried", "partner_spaces/recheck.py", "    if not cause:\n        return Outcome.UNEXPLAINED\n", "", f"{LAPSES}[unexplained]"),
    Fault("", "an update of ours is carried by itself", "partner_spaces/recheck.py", '    if "compiler" in cause and release_by is None:\n        return Outcome.RELEASE\n', "", f"{LAPSES}[release]"),
    Fault("", "a superseded approval still goes", "send/start.py", 'if review.state != "approved" or rendered.mail != approved:', "if rendered.mail != approved:", f"{HOLDS}::test_an_approval_lost_in_the_last_second_keeps_the_dispatch_from_starting"),
    Fault("", "other bytes than the approved ones go", "send/start.py", 'if review.state != "approved" or rendered.mail != approved:', 'if review.state != "approved":', f"{LAPSES}[unexplained]"),
    Fault("", "a hold leaves no line of history", "send/dispatch.py", '        step(row, "held", reason=reason)\n', "", LAPSES),
    Fault("", "a lapse leaves no line of history", "send/dispatch.py", '        step(row, "lapsed", reason=Reason(row.reason))\n', "", LAPSES),
    Fault("", "what is held starts by itself", "send/start.py", "filter(state=DispatchState.SCHEDULED, send_at__lte=now)", "filter(state__in=(DispatchState.SCHEDULED, DispatchState.HELD), send_at__lte=now)", PLANNED),
    Fault("", "what is held may begin", "send/models.py", "@transition(field=state, source=DispatchState.SCHEDULED, target=DispatchState.SENDING)", "@transition(field=state, source=[DispatchState.SCHEDULED, DispatchState.HELD], target=DispatchState.SENDING)", MOVES),
    Fault("", "as planned goes with the approval of before", "send/dispatch.py", "    review = approval.approved(held.review.campaign)\n    if review is None:\n", "    review = held.review\n    if False:\n", f"{PLANNED}[superseded]", REFUSED),
    Fault("", "as planned leaves the old one held", "send/dispatch.py", "        row.stop(timezone.now(), Reason.REPLACED)\n", "", PLANNED, REFUSED),
    Fault("", "a lost approval is seen only at send time", "send/dispatch.py", "    for row in scheduled.exclude(review__state=ReviewState.APPROVED):\n        hold(row, Reason.SUPERSEDED)\n", "", f"{HOLDS}::test_a_dispatch_is_held_as_soon_as_its_approval_is_gone_not_only_at_its_time"),
    Fault("", "the operator's word does not lift a release", "partner_spaces/recheck.py", '"compiler" in cause and release_by is None:', '"compiler" in cause:', f"{HOLDS}::test_a_release_hold_is_lifted_by_the_operator_and_then_sent_as_planned", REFUSED),
    Fault("", "a viewer schedules", "send/dispatch.py", "    access.require(by, review.campaign.partner, PartnerRole.EDITOR)\n", "    access.require(by, review.campaign.partner, PartnerRole.VIEWER)\n", f"{HOLDS}::test_a_viewer_and_a_stranger_move_nothing", REFUSED),
    Fault("", "a stranger moves what is on its way", "send/dispatch.py", "    if by is not None:  # None: the dispatcher itself\n        access.require(by, row.partner, PartnerRole.EDITOR)\n", "", f"{HOLDS}::test_a_viewer_and_a_stranger_move_nothing"),
    Fault("", "what has ended is stopped again", "send/models.py", "            DispatchState.PAUSED,\n        ],\n        target=DispatchState.STOPPED", "            DispatchState.PAUSED,\n            DispatchState.FINISHED,\n        ],\n        target=DispatchState.STOPPED", MOVES),
    Fault("", "what is paused cannot be stopped", "send/models.py", "            DispatchState.PAUSED,\n        ],\n        target=DispatchState.STOPPED", "        ],\n        target=DispatchState.STOPPED", MOVES, "django_fsm.TransitionNotAllowed"),
    Fault("", "missing legal data keep nothing back", "send/dispatch.py", "    against = errors(check(rendered, campaign.partner, on=on))", "    against = ()", f"{HOLDS}::test_missing_legal_data_keep_a_campaign_from_being_scheduled_and_are_named"),
    # tokens
    Fault("", "a token names partner and dispatch the wrong way round", "send/tokens.py", "Opting(uuid.UUID(bytes=body[:16]), uuid.UUID(bytes=body[16:32]), body[32:])", "Opting(uuid.UUID(bytes=body[16:32]), uuid.UUID(bytes=body[:16]), body[32:])", f"{TOKENS}::test_a_token_says_whom_it_is_about"),
    Fault("", "no token is checked", "send/tokens.py", "return body if any(good) else None", "return body", f"{TOKENS}::test_every_single_changed_character_makes_a_token_worthless"),
    Fault("", "only half of the signature is checked", "send/tokens.py", "hmac.compare_digest(mac, own)", "hmac.compare_digest(mac[:8], own[:8])", f"{TOKENS}::test_every_single_changed_character_makes_a_token_worthless"),
    Fault("", "a token has more than one spelling", "send/tokens.py", '    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != token:\n        return None\n', "", f"{TOKENS}::test_every_single_changed_character_makes_a_token_worthless"),
    Fault("", "what is no base64 raises", "send/tokens.py", "except (binascii.Error, ValueError):", "except UnicodeError:", f"{TOKENS}::test_whatever_else_is_no_token_and_never_an_error", "binascii.Error"),
    Fault("", "what is not ASCII raises", "send/tokens.py", '    if not token.isascii() or len(token) > 200:\n        return None\n    try:\n        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)\n    except (binascii.Error, ValueError):', '    try:\n        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)\n    except binascii.Error:', f"{TOKENS}::test_whatever_else_is_no_token_and_never_an_error", "ValueError"),
    Fault("", "a token opens every door", "send/tokens.py", 'door.encode() + b"\\x00" + body', "body", f"{TOKENS}::test_a_token_of_one_door_opens_no_other"),
    Fault("", "only the first key verifies", "send/tokens.py", "for key in settings.PUBLIC_TOKEN_KEYS:", "for key in settings.PUBLIC_TOKEN_KEYS[:1]:", f"{TOKENS}::test_the_first_key_signs_and_all_keys_verify"),
    Fault("", "the last key signs", "send/tokens.py", "for key in settings.PUBLIC_TOKEN_KEYS:", "for key in reversed(settings.PUBLIC_TOKEN_KEYS):", f"{TOKENS}::test_the_first_key_signs_and_all_keys_verify"),
    Fault("", "tokens hang on the secret key", "send/tokens.py", "hmac.digest(key.encode(),", "hmac.digest((key + settings.SECRET_KEY).encode(),", f"{TOKENS}::test_a_token_does_not_depend_on_the_secret_key"),
    # the brand kit
    Fault("BK1", "a kit takes any text for a colour", "brand_kits/rules.py", "        wrong = colour(one.get(\"value\"))\n        if wrong:\n            yield wrong\n", "", SIX),
    Fault("BK1", "a template names a colour of its own", "blocks/lint.py", "        if named and content not in (None, \"\", *named):", "        if False:", INPUT),
    Fault("BK1", "a partner chooses any colour", "blocks/judge.py", "return None if value in options else", "return None if value else", COLOUR),
    Fault("BK1", "a text brings its own colour", "blocks/sanitise.py", "        attributes={\"a\": {\"href\"}} if \"a\" in tags else {},\n        attribute_filter=_only_safe_links,\n", "        attributes={\"*\": {\"style\"}, \"a\": {\"href\"}},\n", COLOUR),
    Fault("BK3", "any font is known", "brand_kits/rules.py", "    if not name or name in KNOWN_FONTS:\n", "    if True:\n", FONT),
    Fault("BK3", "a stack ends in the brand's own font", "brand_kits/theme_values.py", "return f\"'{font}', {stack}\" if font", "return f\"'{font}'\" if font", STACK),
    Fault("BK3", "any fallback is mail-safe", "brand_kits/rules.py", "        if one.get(\"fallback\") not in MAIL_SAFE:", "        if False:", STACK),
    Fault("BK3", "a mail forgets the kit's fonts", "blocks/setting.py", "\"font-family\": style.stack,", "\"font-family\": \"Arial\",", STACK),
    Fault("BK4", "an imprint names any field", "brand_kits/rules.py", "        if named and named[1] not in PARTNER_FIELDS:", "        if False:", f"{NAMES}[{{{{ partner.iban }}}}]"),
    Fault("BK4", "an imprint ends in the middle of a field", "brand_kits/rules.py", "        elif not named:\n            yield _imprint(\"kit.placeholder_form\", value=mark)\n", "", f"{NAMES}[{{{{ partner.city]"),
    Fault("BK4", "a condition of an imprint never ends", "brand_kits/rules.py", "    if depth:\n        yield _imprint(\"kit.placeholder_form\", value=\"{% if %}\")\n", "", f"{NAMES}[{{% if partner.city %}}x]"),
    Fault("BK4", "a partner moves or hides the imprint", "blocks/locks.py", "    if block[\"type\"] in PINNED or kind is None or kind.pinned:\n", "    if block[\"type\"] in PINNED:\n        return Rights(move=True, remove=True)\n    if kind is None:\n", LAST),
    Fault("BK4", "a mail without an imprint", "blocks/kinds/legal.py", "    return tuple(line for line in lines if _says_something(line, values))", "    return ()", LAST),
    Fault("BK4", "what a kit asks of a partner is not owed", "brand_kits/imprints.py", "dict.fromkeys((*required, *MUST.get(country, ())))", "dict.fromkeys(MUST.get(country, ()))", OWED),
    # what a partner says of itself
    Fault("", "a fact takes line breaks", "partner_spaces/one_line.py", "    if not _BREAKS.isdisjoint(value):", "    return\n    if False:", f"{FACTS}::test_no_fact_of_a_partner_takes_a_line_break_code_or_what_nobody_sees"),
    Fault("", "a fact takes encoded words", "partner_spaces/one_line.py", "    if \"=?\" in value:", "    if False:", f"{HEADERS}::test_what_the_form_takes_stands_in_the_mail_as_words_and_adds_no_header_and_no_recipient"),
    Fault("", "a sender name is no mailbox of its own", "send/message.py", "inner = name.replace(\"\\\\\", \"\\\\\\\\\").replace('\"', '\\\\\"')", "inner = name", f"{HEADERS}::test_what_the_form_takes_stands_in_the_mail_as_words_and_adds_no_header_and_no_recipient", REFUSED),
    Fault("", "an encoded word in a row becomes a sender", "send/message.py", "    if \"=?\" in name or _CONTROL.search(name):", "    if _CONTROL.search(name):", f"{HEADERS}::test_even_a_row_that_no_door_wrote_becomes_no_header"),
    Fault("", "what nobody sees passes", "partner_spaces/one_line.py", "        if sign in _BLANK or unicodedata.category(sign) in _UNSEEN:", "        if False:", f"{FACTS}::test_a_sender_name_takes_none_of_what_could_end_or_hide_a_header"),
    Fault("CH1", "the sender name has no effect", "partner_spaces/partners.py", "partner.from_name or partner.name}", "partner.name}", f"{HEADERS}::test_the_sender_name_of_the_company_form_is_what_customers_see_in_their_inbox"),
    Fault("", "any country is a country", "partner_spaces/country.py", "    if country not in possible:", "    if False:", f"{FACTS}::test_any_other_country_is_refused_with_those_there_are"),
    Fault("", "a row is saved without a look", "partner_spaces/models.py", "        self.clean_fields(exclude=every - fields)\n", "", f"{FACTS}::test_no_fact_of_a_partner_takes_a_line_break_code_or_what_nobody_sees"),
    # bodies and links
    Fault("", "the last of two equal names counts", "blocks/strict_json.py", "            raise OverlayRefused(\"keys\", value=key)", "            pass", f"{API}::test_a_refusal_says_what_where_and_how_much_is_possible"),
    Fault("", "an edit that is none is told as gone", "blocks/resolve.py", "left = LeftOut(\"overlay.shape\", word(bid), \"\", edit)", "left = LeftOut(\"block.gone\", word(bid), \"\", edit)", f"{API}::test_an_edit_that_is_none_is_told_as_such_with_its_block"),
    Fault("", "a link is refused without saying why", "blocks/links.py", "        return _sign(unfit[0], schemes)\n    if not scheme and unfit:", "        return Fault(\"link.format\", schemes)\n    if not scheme and unfit:", f"{API}::test_a_link_that_cannot_be_is_refused_with_what_is_wrong_and_what_goes"),
    # passwords, customers, the line
    Fault("", "passwords are guessed without end", "cms/settings.py", "\"login_failed\": \"10/m/ip,5/5m/key\"", "\"login_failed\": \"\"", f"{GUESS}::test_after_five_wrong_passwords_the_sixth_is_refused_in_words_with_the_way_out"),
    Fault("", "one place tries everybody", "cms/settings.py", "\"login_failed\": \"10/m/ip,5/5m/key\"", "\"login_failed\": \"5/5m/key\"", f"{GUESS}::test_one_place_does_not_try_a_password_on_everybody"),
    Fault("", "who is shut out stays out for a day", "cms/settings.py", "\"login_failed\": \"10/m/ip,5/5m/key\"", "\"login_failed\": \"10/m/ip,5/1d/key\"", f"{GUESS}::test_later_the_right_password_works_again"),
    Fault("", "a row that does not open looks like one without consent", "partner_spaces/templates/desk/customers.html", "row.state == \"unreadable\"", "row.state == \"\"", OPENS),
    Fault("", "a lost key of one row hides all", "partner_spaces/trust_centre/customers.py", "    except (KeyUnavailable, Unreadable):", "    except Unreadable:", OPENS),
    Fault("", "the line of the demo lets a forged edit in", "blocks/judge.py", "OPEN = frozenset({Mode.EDITABLE,", "OPEN = frozenset({Mode.LOCKED, Mode.EDITABLE,", LINE),
    Fault("", "the line of the demo unsubscribes nobody", "send/public.py", "        suppression.suppress(", "        (lambda *a, **k: None)(", LINE),
)  # fmt: skip

KITS = (
    # logos
    Fault("BK2", "a logo under its own minimum is taken", "brand_kits/rules.py", "        if wide < least:", "        if False:", f"{LOGOS}::test_a_logo_that_cannot_be_sharp_or_is_under_its_own_minimum_is_refused"),
    Fault("BK2", "a logo is drawn larger than its file", "brand_kits/rules.py", 'elif widths[picture] < whole_number(one.get("width")):', "elif False:", f"{LOGOS}::test_a_logo_that_cannot_be_sharp_or_is_under_its_own_minimum_is_refused"),
    Fault("BK2", "a partner's logo is drawn too small", "blocks/kinds/header.py", "    if width < max(1, slot.smallest):", "    if width < 1:", f"{LOGOS}::test_no_logo_is_drawn_too_small_or_without_its_room"),
    Fault("BK2", "two logos stand too close", "blocks/kinds/header.py", "    half = (partner.clear + 1) // 2", "    half = partner.clear // 4", f"{LOGOS}::test_both_logos_have_their_size_and_their_room_in_the_compiled_mail"),
    Fault("BK2", "a new logo of a partner slips past the approval", "partner_spaces/rendering.py", "            pictures={**own_pictures, **({PARTNER_LOGO: logo.sha256} if logo else {})},", '            pictures={**own_pictures, **({PARTNER_LOGO: ""} if logo else {})},', f"{LOGOS}::test_a_new_logo_of_the_partner_opens_an_approval_again"),
    # imprints of countries
    Fault("BK4", "the model texts leave a duty out", "brand_kits/imprints.py", "{{ partner.phone }}, {% endif %}{{ partner.email }}", "{{ partner.phone }}, {% endif %}", f"{IMPRINTS}::test_every_model_text_says_what_its_country_wants_with_or_without_the_rest"),
    Fault("BK4", "a duty may hang on a condition", "brand_kits/imprints.py", '_FIELD.findall(_CONDITION.sub("", text))', "_FIELD.findall(text)", f"{IMPRINTS}::test_an_imprint_that_does_not_always_say_a_duty_is_refused_with_its_name"),
    Fault("BK4", "every partner gets the German imprint", "brand_kits/theme.py", "mine = [i for i in self.imprints if i.country == country]", 'mine = [i for i in self.imprints if i.country == "DE"]', f"{IMPRINTS}::test_a_partner_of_each_country_gets_its_own_and_cannot_hand_in_without_a_duty"),
    # claims and customers' voices
    Fault("BK5", "a claim without words is published", "brand_kits/claim_models.py", "        if not self.words():", "        if False:", f"{BRAND}/test_claims.py::test_a_claim_is_published_only_with_words_evidence_and_sensible_days"),
    Fault("BK5", "a claim for no network at all is published", "brand_kits/claim_models.py", "        if self.scopes() == NOBODY:", "        if False:", f"{BRAND}/test_claims.py::test_a_claim_is_published_only_with_words_evidence_and_sensible_days"),
    Fault("BK5", "a claim needs no evidence", "brand_kits/claim_models.py", "        if not self.evidence.strip():", "        if False:", f"{BRAND}/test_claims.py::test_no_program_brings_an_unproven_claim_into_force"),
    Fault("BK5", "a claim is asked for today, not for its day", "send/dispatch.py", "check(rendered, campaign.partner, on=on)", "check(rendered, campaign.partner)", f"{HOLDING}::test_a_mail_is_not_planned_for_a_day_on_which_its_claim_does_not_hold"),
    Fault("BK5", "what is planned is not looked at again", "send/outdated.py", "if any(_refused(known[kind].get(pk), row) for kind, pk in used)", "if False", f"{HOLDING}::test_a_planned_mail_is_held_as_soon_as_its_claim_will_not_hold_on_its_day"),
    Fault("BK5", "an expired claim holds no dispatch", "send/start.py", "    against = errors(check(rendered, dispatch.partner, on=timezone.localdate()))", '    against = errors(check(rendered, dispatch.partner, on=timezone.localdate()))\n    against = tuple(f for f in against if not f.code.startswith("claim."))', f"{HOLDING}::test_an_expired_claim_holds_the_mail_at_its_time_and_another_claim_lets_it_go"),
    Fault("BK5", "a mail on its way outlives its claim", "send/hand_over.py", "        if until and timezone.localdate() > until:", "        if False:", f"{HOLDING}::test_a_mail_on_its_way_stops_when_the_last_day_of_its_claim_is_over"),
    Fault("BK5", "a claim is said in other words", "blocks/quote.py", "clean_text(one.texts.get(tongue(language)))", "clean_text(one.evidence)", f"{CLAIMS}::test_another_claim_is_chosen_by_number_and_said_in_the_brands_words"),
    Fault("BK5", "a claim never ends", "brand_kits/claims.py", "    if one.valid_until and on > one.valid_until:", "    if False:", f"{CLAIMS}::test_what_may_not_be_said_here_is_said_at_its_place_and_keeps_the_mail_back"),
    Fault("BK5", "a claim holds in every network", "brand_kits/claims.py", "    if one.scopes and not one.scopes & scopes:", "    if False:", f"{CLAIMS}::test_what_may_not_be_said_here_is_said_at_its_place_and_keeps_the_mail_back"),
    Fault("BK5", "the brand page shows a partner every claim", "partner_spaces/brand_page.py", "        claims = [one for one in claims if _usable(one, one.texts, scopes)]\n", "", f"{PAGE}::test_a_partner_sees_the_claims_it_may_use_today_and_headquarters_all_of_them"),
    # a kit below a kit
    Fault("BK8", "a child changes nothing that is open", "brand_kits/inherit.py", "                values[key], sources[key] = raw, place\n", "                values.setdefault(key, raw)\n                sources.setdefault(key, place)\n", f"{INHERIT}::test_a_sub_brand_takes_over_everything_and_changes_what_is_open"),
    Fault("BK8", "a child keeps what the brand was", "brand_kits/theme_of.py", "    return (_theme_at if _told(links) else _theme_at.__wrapped__)(links)", "    return _theme_at(tuple((pk, 0) for pk, _revision in links))", f"{INHERIT}::test_what_a_brand_changes_holds_below_at_once_by_its_version"),
    Fault("BK8", "a child overrides a closed value", "brand_kits/inherit.py", "            by = keeper(chain[:place], key)\n", "            by = None\n", f"{INHERIT}::test_a_closed_value_is_refused_in_the_form_at_its_place_in_words"),
    Fault("BK8", "a program overrides a closed value", "brand_kits/models.py", "            *rules.closed({key: chain[at].name for key, at in merged.refused.items()}),\n", "", f"{INHERIT}::test_no_program_brings_a_closed_value_into_force"),
    Fault("BK8", "what is closed later stays open", "brand_kits/inherit.py", "            if by is None:\n", "            if by is None or place:\n", f"{INHERIT}::test_what_is_closed_later_holds_as_above_though_the_kit_below_is_untouched"),
    Fault("BK8", "every value seems to be one's own", "brand_kits/kit_sources.py", "kit_name=layer.name,", "kit_name=chain[-1].name,", f"{INHERIT}::test_the_editor_says_of_every_value_where_it_comes_from"),
    Fault("BK8", "nobody is named for a change above", "partner_spaces/recheck.py", 'HEADQUARTERS = ("kit", ', "HEADQUARTERS = (", f"{INHERIT}::test_a_change_high_above_carries_approvals_with_its_version_as_the_cause"),
    Fault("BK8", "a token file overrides a closed value", "brand_kits/tokens_of.py", "    closed = tuple(_closed(kit, taken))", "    closed = ()", f"{FILES}::test_a_file_cannot_change_what_a_brand_above_keeps_closed"),
    # token files
    Fault("BK10", "a changed value is not written", "brand_kits/dtcg/give.py", '    if not stands or not same(key, {**stands, "name": ""}, {**raw, "name": ""}):', "    if False:", f"{DTCG}::test_a_changed_value_is_written_anew_and_every_other_byte_stays"),
    Fault("BK10", "a value of another type passes", "brand_kits/dtcg/take.py", "[*said.problems, *_wrong(tokens.values())]", "[*said.problems]", f"{DTCG}::test_a_value_that_is_not_of_its_type_is_refused_though_it_has_no_part"),
    Fault("BK10", "a line height is rounded on its way out", "brand_kits/dtcg/give.py", "        return {\"$value\": values.typography(raw)}", "        return {\"$value\": {**values.typography(raw), \"lineHeight\": 1}}", f"{DTCG}::test_every_kit_goes_out_and_comes_in_again_as_it_was"),
    Fault("BK10", "the last of two equal names counts", "brand_kits/dtcg/source.py", "            if name in found:", "            if False:", f"{DTCG}::test_what_is_no_json_of_ours_is_refused_at_its_line_and_soon"),
    Fault("BK10", "a line is counted wrong", "brand_kits/dtcg/source.py", "bisect_right(self.newlines, self.spans[path].start) + 1", "bisect_right(self.newlines, self.spans[path].start)", f"{DTCG}::test_what_means_nothing_is_named_with_line_and_path"),
    Fault("BK10", "what has not changed is written anew", "brand_kits/dtcg/give.py", "    if stands and same(key, stands, raw):", "    if False:", f"{DTCG}::test_what_was_taken_over_and_not_changed_comes_out_byte_for_byte"),
    Fault("BK10", "a second export adds its values again", "brand_kits/dtcg/give.py", "            mapping[key] = dotted(place)", '            mapping[key] = ""', f"{DTCG}::test_whatever_a_kit_becomes_the_second_export_of_a_foreign_file_equals_the_first"),
    Fault("BK10", "a file is published as it is taken over", "brand_kits/tokens_of.py", "    return revision, found\n", "    revision.publish()\n    return revision, found\n", f"{FILES}::test_a_file_is_looked_at_first_and_taken_over_into_a_draft"),
    Fault("BK10", "a person's word takes no part away", "brand_kits/dtcg/take.py", "mapping = {key: path for key, path in chosen.items() if path}", "mapping |= {key: path for key, path in chosen.items() if path}", f"{FILES}::test_a_person_says_which_token_is_which_value"),
    Fault("BK10", "the file it came from is forgotten", "brand_kits/tokens_of.py", "        draft.tokens = keep(give.marked(found.source, found.taken.roles, opens))\n", "", f"{FILES}::test_what_came_in_goes_out_again_byte_for_byte_the_second_time"),
    Fault("BK10", "one change in the Studio rewrites the file", "brand_kits/dtcg/give.py", "    if stands and same(key, stands, raw):\n        return\n", "    if stands and same(key, stands, raw):\n        place = (*token.path.split(\".\"), \"$value\")\n        if place in text.source.spans:\n            text.put(place, _body(key, raw)[\"$value\"])\n        return\n", f"{FILES}::test_what_is_changed_in_the_studio_is_changed_in_the_file_and_nothing_else"),
    Fault("BK10", "lock data stay behind", "brand_kits/tokens_of.py", "        if found.opens:\n", "        if False:\n", f"{FILES}::test_what_is_open_below_travels_in_the_extensions"),
    Fault("BK10", "depth has no limit", "brand_kits/dtcg/source.py", "        if len(path) > MOST_DEPTH:", "        if False:", f"{FILES}::test_a_file_that_means_nothing_is_refused_in_words_and_nothing_is_taken_over"),
    Fault("BK10", "a dry run takes over", "brand_kits/management/commands/tokens.py", '        if options["dry_run"]:', "        if False:", f"{FILES}::test_the_command_tries_takes_over_publishes_and_gives_out"),
    Fault("BK3", "an unknown font becomes another one", "brand_kits/dtcg/values.py", '        raise UnusableError("kit.font", first[:60], tuple(sorted(KNOWN_FONTS)))', '        return "", safe or generic', f"{DTCG}::test_a_font_that_does_not_exist_is_refused_with_its_place"),
    Fault("BK3", "an unknown font is left out", "brand_kits/dtcg/values.py", '        raise UnusableError("kit.font", first[:60], tuple(sorted(KNOWN_FONTS)))', '        return "", safe or generic', f"{FILES}::test_a_font_nobody_has_stops_the_whole_file"),
    Fault("BK1", "a see-through token becomes a colour", "brand_kits/dtcg/values.py", "    if not _number(alpha) or alpha != 1:", "    if False:", f"{FILES}::test_no_token_brings_a_colour_into_a_kit_that_its_form_would_not_take"),
    # what the brand page shows
    Fault("BK11", "weak contrast is good enough", "brand_kits/contrast.py", "MINIMUM = 4.5", "MINIMUM = 1.2", f"{PAGE}::test_a_pair_that_is_hard_to_read_is_flagged_wherever_the_palette_is_seen"),
    Fault("BK13", "the people of its networks find nothing", "partner_spaces/access.py", "            return bool(named & mine)", "            return False", f"{PAGE}::test_headquarters_reviewers_and_the_people_of_its_networks_open_it"),
    Fault("BK13", "another network reads the brand page", "partner_spaces/access.py", "            return bool(named & mine)", "            return bool(mine)", f"{PAGE}::test_a_stranger_finds_nothing_and_nobody_signs_in_first"),
    Fault("BK13", "the page shows what was published first", "brand_kits/theme_of.py", "    return (_theme_at if _told(links) else _theme_at.__wrapped__)(links)", "    return _theme_at(tuple((pk, 0) for pk, _revision in links))", f"{PAGE}::test_the_page_changes_when_a_rule_is_published"),
    # what a draft would change
    Fault("BK9", "a kit's lettering is not compared", "partner_spaces/impact.py", "    return Pair(now, under(now, page, theme_of.theme_with(page.kit_id, draft)))", "    then = theme_of.theme_with(page.kit_id, draft)\n    return Pair(now, under(now, page, replace(then, styles=now.theme.styles)))", f"{SPACES}/test_impact.py::test_what_is_foretold_is_what_changes_when_the_draft_is_published"),
    Fault("BK9", "a new parent changes nothing", "brand_kits/theme_of.py", "    changed = [*draft.above(), draft, *chain[place + 1 :]]", "    changed = [*chain[:place], draft, *chain[place + 1 :]]", f"{SPACES}/test_impact.py::test_a_new_logo_and_a_new_parent_are_foretold_too"),
    Fault("BK9", "what was sent counts", "partner_spaces/impact.py", "    return rows.exclude(gone)", "    return rows", f"{SPACES}/test_impact.py::test_only_unsent_campaigns_count"),
    Fault("BK9", "a batch leaves one out", "partner_spaces/impact.py", "pk__gt=campaign)", "pk__gt=campaign + 1)", f"{SPACES}/test_impact.py::test_the_page_says_counts_first_and_the_batches_follow"),
    Fault("BK9", "stopping stops nothing", "static/einklang/studio-impact.js", "{ halt.abort(); end(", "{ end(", f"{SPACES}/test_impact.py::test_it_counts_as_it_goes_stops_when_asked_and_goes_on_where_it_was"),
)  # fmt: skip

TEMPLATES = (
    # islands, shared blocks
    Fault("TL6", "the blocks of a locked parent take anything", "blocks/judge.py", "OPEN = frozenset({Mode.EDITABLE,", "OPEN = frozenset({Mode.LOCKED, Mode.EDITABLE,", f"{ISLANDS}::test_an_open_island_in_a_locked_block_takes_words_and_nothing_around_it_does"),
    Fault("TL6", "a locked island can be hidden", "blocks/resolve.py", "            if bid in self.hidden and part.rights.remove:", "            if bid in self.hidden:", f"{ISLANDS}::test_a_locked_island_in_an_open_block_stays_while_all_around_it_moves"),
    Fault("TL6", "columns of a partner's block read headquarters' lists", "blocks/resolve.py", '"blocks": self.fill(frame, prefix, prefix),', '"blocks": self.fill(frame, "", prefix),', f"{ISLANDS}::test_both_islands_keep_their_locks_inside_what_the_partner_made"),
    Fault("TL18", "a draft of a shared block is out at once", "cms/shared.py", 'for pk, revision in rows.values_list("pk", "live_revision_id")', 'for pk, revision in rows.values_list("pk", "latest_revision_id")', f"{SHARED}::test_a_shared_block_is_changed_once_and_every_unsent_use_follows"),
    Fault("TL18", "a shared block is kept as it was first read", "cms/shared.py", "        pk: Published(body_at(revision), revision)", "        pk: Published(body_at(rows.model.objects.get(pk=pk).revisions.order_by(\"pk\")[0].pk), revision)", f"{SHARED}::test_a_shared_block_is_changed_once_and_every_unsent_use_follows"),
    Fault("TL18", "a shared block can be hidden", "blocks/resolve.py", "            if bid in self.hidden and part.rights.remove:", "            if bid in self.hidden:", f"{SHARED}::test_nothing_of_a_shared_block_is_ever_a_partners"),
    # versions
    Fault("TL14", "the catalogue data are not compared", "cms/versions.py", "    return blocks, tuple(_data(old, new))", "    return blocks, ()", f"{VERSIONS}::test_two_versions_stand_side_by_side_with_what_differs_by_block"),
    Fault("TL14", "the blocks are not compared", "cms/versions.py", "    return blocks, tuple(_data(old, new))", "    return blocks[:1], tuple(_data(old, new))", f"{VERSIONS}::test_two_versions_stand_side_by_side_with_what_differs_by_block"),
    Fault("TL14", "going back goes nowhere", "cms/versions.py", "        earlier = at(to)\n", "        earlier = page.get_latest_revision_as_object()\n", f"{VERSIONS}::test_going_back_is_a_new_version_and_loses_none"),
    Fault("TL14", "a language is another template", "cms/languages.py", "reset_translation_key=False,", "reset_translation_key=True,", f"{VERSIONS}::test_a_language_is_a_draft_beside_with_the_same_ids"),
    Fault("TL14", "a template taken back is only superseded", "partner_spaces/recheck.py", "    if retired(now.findings):\n        return Outcome.RETIRED\n", "", f"{SEND}/test_retired.py::test_what_is_not_sent_is_held_with_the_reason_and_goes_on_when_it_returns"),
    Fault("TL14", "a template taken back is sent all the same", "partner_spaces/rendering.py", "    if hq.withdrawn is None:\n", "    if True:\n", f"{SEND}/test_retired.py::test_what_is_not_sent_is_held_with_the_reason_and_goes_on_when_it_returns"),
    Fault("TL14", "the newest version is shown for the one checked with", "partner_spaces/desk_versions.py", "campaign.template, approval.version_checked(campaign)", "campaign.template, campaign.template.live_revision_id", f"{SPACES}/test_template_versions.py::test_the_version_it_was_checked_with_stands_beside_its_versions_and_in_review"),
    Fault("TL14", "a save forgets the version it was checked with", "partner_spaces/compose.py", "        if row.template_version != version:", "        if False:", f"{SPACES}/test_template_versions.py::test_beginning_saving_handing_in_and_rechecking_record_the_version"),
    # what may be published
    Fault("TL15", "an open legal notice is not told", "blocks/structure.py", "            if _released(value_of(top[i])):", "            if False:", f"{RULES}::test_a_released_legal_notice_is_named"),
    Fault("TL15", "a region nobody can fill is not told", "blocks/structure.py", "        if ready + room < least:", "        if False:", f"{RULES}::test_a_region_is_named_if_and_only_if_a_partner_cannot_fill_it"),
    Fault("TL15", "contrast of 3 is enough", "blocks/access.py", "        if found < MINIMUM:", "        if found < 3:", f"{RULES}::test_a_pair_of_the_kit_under_four_and_a_half_is_named_where_it_is_shown"),
    Fault("TL15", "lint does not tell of a dead condition", "blocks/lint.py", "    uses,\n    conditions,\n", "    uses,\n", f"{PUBLISHING}::test_a_broken_template_comes_out_by_no_door"),
    Fault("TL15", "a refusal stands at its block, not at its field", "cms/studio_form.py", "        if field in value:", "        if False:", f"{PUBLISHING}::test_the_refusal_stands_at_the_field_at_any_depth"),
    Fault("VE11", "a link called here is fine", "blocks/access.py", "        if not plain or plain in VAGUE:", "        if not plain:", f"{RULES}::test_every_rule_holds_up_is_pointed_out_or_ignored"),
    Fault("VE11", "a rule has no grade", "blocks/access.py", "            out.append(replace(finding, severity=Severity(grade)))", "            out.append(finding)", f"{RULES}::test_every_rule_holds_up_is_pointed_out_or_ignored"),
    Fault("VE11", "headquarters' strictness is not asked for", "cms/publishing.py", "        grades=of_templates(),\n", "", f"{PUBLISHING}::test_a_hint_is_said_and_publishes_and_headquarters_makes_it_stricter"),
    Fault("VE11", "a partner is not told of a vague link", "partner_spaces/readable.py", '"access.link_text": frozenset({FieldType.RICH, ', '"access.link_text": frozenset({', f"{SPACES}/test_readable.py::test_a_vague_link_is_pointed_out_at_its_field_and_headquarters_heading_is_not"),
    Fault("VE11", "a partner is told of headquarters' heading", "partner_spaces/readable.py", ' and block["by"] == "partner":', ":", f"{SPACES}/test_readable.py::test_a_vague_link_is_pointed_out_at_its_field_and_headquarters_heading_is_not"),
    Fault("VE10", "the Studio's dark preview is as light as the viewer likes", "cms/studio_preview.py", 'in_the_dark(html) if mode == "dark" else in_the_light(html)', "html", f"{CMS}/test_studio.py::test_the_preview_is_dark_in_the_dark_mode_alone_whatever_the_viewer_prefers"),
    Fault("VE10", "the dark view is as light as the viewer likes", "partner_spaces/desk_mail.py", 'in_the_dark(html) if self.view == "dark" else in_the_light(html)', "html", f"{LOOKS}::test_dark_is_the_dark_mail_and_every_other_view_the_light_one"),
    Fault("VE10", "nobody lacks what a condition asks for", "cms/readers.py", '        *(Reader(f"without-{name}", _without(name), without(known, name)) for name in fields),\n', "", f"{LOOKS}::test_every_branch_of_every_condition_has_a_reader_on_every_screen"),
    Fault("VE10", "the pane knows one reader alone", "cms/readers.py", "    return next((reader for reader in people if reader.key == key), people[0])", "    return people[0]", f"{LOOKS}::test_the_pane_beside_the_form_has_the_same_views_and_readers"),
    Fault("VE10", "the pane asks for no dark mail", f"{JS}/preview.js", 'view: this.isDark() ? "dark" : "desktop"', 'view: "desktop"', f"{LOOKS}::test_the_pane_shows_day_and_night_and_each_reader_whatever_the_screen_prefers"),
    Fault("VE10", "a test mail is always the same one", "send/testmail.py", "chosen(readers(compiled, language), reader).values", "readers(compiled, language)[0].values", f"{SEND}/test_desk.py::test_a_test_mail_is_written_to_the_reader_that_was_chosen"),
    # packages
    Fault("HA5", "package import forgets locks", "cms/package/values.py", "            else:\n                found[name] = self.value(inner, value, f\"{path} {name}\")", "            elif name != \"locks\" or not self.strict:\n                found[name] = self.value(inner, value, f\"{path} {name}\")", f"{PACKAGE}::test_a_package_taken_into_an_empty_installation_and_given_out_again_is_the_same_bytes"),
    Fault("HA5", "a picture's hash is not checked", "cms/package/file.py", "        if hashlib.sha256(content).hexdigest() != sha:", "        if False:", f"{PACKAGE}::test_a_bad_package_is_refused_in_words_and_nothing_of_it_stays"),
    Fault("HA5", "a foreign id is taken as one's own", "cms/package/take.py", "        if not isinstance(value, dict) or len(value) != 1:\n            raise LookupError(_(\"this is an id of another installation.\"))", "        if not isinstance(value, dict) or len(value) != 1:\n            return int(value)", f"{PACKAGE}::test_a_bad_package_is_refused_in_words_and_nothing_of_it_stays"),
    Fault("HA5", "a refused package leaves its pictures", "cms/package/take.py", "                file.storage.delete(file.name)", "                pass", f"{PACKAGE}::test_a_bad_package_is_refused_in_words_and_nothing_of_it_stays"),
    Fault("HA5", "a trial takes in", "cms/package/take.py", "            transaction.set_rollback(not keep)\n", "", f"{PACKAGE}::test_a_trial_says_what_would_be_done_and_leaves_nothing"),
    Fault("HA5", "looking at a package takes it in", "cms/studio_packages.py", "            told = trial(content, by=person(request))", "            told = take(content, by=person(request))", f"{PACKAGE}::test_the_studio_saves_a_package_looks_at_one_and_takes_it_in"),
    # offers and the catalogue
    Fault("PS9", "an offer stands in every network", "partner_spaces/offers.py", "networks=partner.network_id, withdrawn_at=None", "withdrawn_at=None", f"{OFFERS}::test_headquarters_offers_a_template_and_it_stands_in_every_desk_of_the_network"),
    Fault("PS9", "an offer is sent without a yes", "send/drain.py", "        recheck_due()\n", "        from partner_spaces.models import Review\n        from send.dispatch import schedule\n\n        for one in Review.objects.filter(state=\"approved\", dispatches=None):\n            schedule(one, send_at=now, by=one.submitted_by)\n        recheck_due()\n", f"{OFFERS}::test_nothing_goes_out_but_by_the_partners_own_yes"),
    Fault("PS9", "who thinks again still counts as a no", "partner_spaces/offers.py", 'answer.campaign, answer.declined_at, answer.reason, answer.by = campaign, None, "", by', "answer.campaign, answer.by = campaign, by", f"{OFFERS}::test_a_partner_declines_with_a_reason_and_may_think_again"),
    Fault("TL16", "a template is there after its last day", "cms/catalogue.py", "    lasts = Q(available_until=None) | Q(available_until__gte=on)", "    lasts = Q()", f"{CATALOGUE}::test_a_template_is_there_within_its_window_and_nowhere_outside"),
    Fault("TL16", "a template for one use is used again", "partner_spaces/compose.py", "        if earlier is not None:", "        if False:", f"{CATALOGUE}::test_a_template_for_one_use_makes_one_campaign_by_any_door"),
    Fault("TL16", "another may begin of a template for one use", "partner_spaces/catalogue.py", "return open_now and self.template.uses != Uses.ONCE", "return open_now", f"{CATALOGUE}::test_while_one_is_open_another_may_begin_only_of_a_template_for_many"),
    Fault("TL16", "a time that has passed is proposed", "send/forms.py", "    if at is None or at <= timezone.now():", "    if at is None:", f"{SEND}/test_desk.py::test_the_form_begins_with_headquarters_time_as_long_as_it_lies_ahead"),
    Fault("TL16", "headquarters' name for campaigns is not taken", "partner_spaces/compose.py", "title or template.new_title or template.title", "title or template.title", f"{CATALOGUE}::test_a_campaign_begins_with_headquarters_name_and_time"),
)  # fmt: skip

OF_THE_LINE = (
    # locks
    Fault("TL1", "a locked field takes words", "blocks/judge.py", "OPEN = frozenset({Mode.EDITABLE,", "OPEN = frozenset({Mode.LOCKED, Mode.EDITABLE,", f"{API}::test_a_locked_field_is_refused_by_name_and_never_stored"),
    Fault("TL4", "a block of headquarters' can be copied without the right", "blocks/resolve.py", "        elif maker.limit is not None and uses.get(maker.id, 0) >= maker.limit:", "        elif False:", f"{API}::test_each_right_stands_alone"),
    Fault("TL2", "going back to a version passes the locks by", "partner_spaces/compose.py", "        saved = save_overlay(campaign_id, overlay, if_match=if_match, by=by)\n", "        Campaign.objects.filter(pk=campaign_id).update(overlay={**overlay, \"parked\": []}, rev=if_match + 1)\n        saved = state(access_row(campaign_id))\n", f"{WRITE}::test_no_locked_path_gives_way_and_no_open_one_is_refused"),
    Fault("TL3", "a choice takes what is not in its list", "blocks/judge.py", "return None if value in options else", "return None if value else", f"{API}::test_a_forged_overlay_is_kept_out_with_a_finding"),
    Fault("TL4", "who may move may remove", "blocks/locks.py", 'found.get("remove") is True', 'found.get("move") is True', f"{API}::test_each_right_stands_alone"),
    Fault("TL5", "length has no limit", "blocks/judge.py", "if size > most else None", "if False else None", f"{FIELD}::test_what_a_rule_refuses_is_said_at_its_field_and_what_it_allows_stands"),
    Fault("TL5", "a small picture is good enough", "blocks/judge.py", "picture.width < limits[\"min_px\"]", "False", f"{FIELD}::test_what_a_rule_refuses_is_said_at_its_field_and_what_it_allows_stands"),
    Fault("TL5", "what has to be changed may stay", "blocks/wording.py", "if _same(values[name], part.content[name]):", "if False:", f"{FIELD}::test_what_has_to_be_written_keeps_the_campaign_back_until_it_is"),
    Fault("TL7", "a region has no maximum", "blocks/resolve.py", "        elif frame.most is not None and count >= frame.most:", "        elif False:", f"{API}::test_a_region_takes_its_kinds_up_to_its_max_and_in_the_partners_order"),
    Fault("TL8", "a campaign keeps the template it began with", "cms/templates_of.py", "    return body_at(revision)\n", "    return body_at(page.revisions.order_by(\"pk\")[0].pk)\n", f"{RECHECK}::test_a_published_change_is_in_every_unsent_campaign_and_no_row_is_written"),
    Fault("TL9", "what headquarters closes is lost", "partner_spaces/compose.py", "    overlay = park(campaign.overlay, now.resolution, _now(), accepted=settle(now.resolution))\n", "    overlay = {**campaign.overlay, **settle(now.resolution), \"parked\": []}\n", f"{RECHECK}::test_what_headquarters_closes_or_removes_is_parked_and_open_edits_survive"),
    Fault("TL10", "headquarters' own change opens every approval again", "partner_spaces/recheck.py", "    return Outcome.CARRIED\n", "    return Outcome.SUPERSEDED\n", f"{RECHECK}::test_an_approval_is_carried_over_headquarters_own_change_with_its_cause"),
    Fault("TL10", "an approval outlives the partner's words", "partner_spaces/recheck.py", "    if now.said != review.said or against or now.resolution.left_out or not now.mail:", "    if against or not now.mail:", f"{RECHECK}::test_an_approval_is_superseded_when_a_word_of_the_partners_falls_away"),
    # editing
    Fault("VE4", "an address is not filled in", "partner_spaces/partners.py", 'known = {f"partner.{name}": str(getattr(partner, name) or "") for name in names}', 'known = {f"partner.{name}": str(getattr(partner, name) or "") for name in names if name != "street"}', f"{RECHECK}::test_master_data_are_in_all_unsent_campaigns_at_once"),
    Fault("VE5", "who comes second is not told who was first", "partner_spaces/members.py", '        "by": known_as(campaign.saved_by, campaign.partner),', '        "by": "",', f"{API}::test_who_comes_second_hears_who_was_first_and_when"),
    Fault("VE5", "nobody is told why a version was kept", "partner_spaces/versions.py", 'note=str(notes.get(row.pk, {}).get("note") or ""),', 'note="",', f"{KEPT}::test_the_list_says_when_by_whom_and_why"),
    Fault("VE5", "going back loses what was there", "partner_spaces/compose.py", "        kept, new = _kept(row, by=by)\n        saved = save_overlay(", "        kept, new = wanted, False\n        saved = save_overlay(", f"{KEPT}::test_going_back_restores_keeps_what_was_there_and_can_be_undone"),
    Fault("VE5", "of two who change the same the first wins in silence", f"{JS}/merge.js", "        else conflicts.push({ id, field: name, base: old, mine: me, theirs: other });", "", f"{COMPOSER}::test_the_same_field_twice_shows_both_and_one_click_decides", TIMEOUT),
    Fault("VE5", "a clash names nobody", f"{JS}/save.js", "clashes.map((clash) => ({ ...clash, saved: theirs.saved }))", "clashes.map((clash) => ({ ...clash, saved: { ...theirs.saved, by: \"\" } }))", f"{COMPOSER}::test_a_clash_names_who_changed_it_and_how_long_ago"),
    Fault("VE5", "the later window overwrites the other's columns", f"{JS}/save.js", "    this.current = overlay;\n    this.open =", "    this.open =", f"{NESTED}::test_two_windows_in_the_same_columns_lose_nothing"),
    Fault("VE6", "a refusal stands at the end of the page", f"{JS}/view.js", "      if (!at) rest.push(finding);", "      if (at || !at) rest.push(finding);", f"{COMPOSER}::test_a_refusal_stands_under_its_field_with_the_limit_and_the_words_stay"),
    Fault("VE6", "a full column says nothing", f"{JS}/nest.js", '  if (why === "full") return', '  if (why === "full") return ""; else if (why === "full") return', f"{NESTED}::test_what_a_column_does_not_take_is_said_with_its_reason"),
    Fault("VE9", "no key leads to what is left to fill", "static/einklang/composer.js", 'event.code === "KeyN"', 'event.code === "KeyNone"', f"{COMPOSER}::test_a_whole_campaign_is_made_with_the_keyboard_alone"),
    Fault("VE9", "who carries a block loses the place", "static/einklang/composer.js", "  announce(say(\"carried\", { what, place }));\n  view.goto(id);", "  announce(say(\"carried\", { what, place }));\n  document.body.focus();", f"{NESTED}::test_columns_are_filled_and_blocks_carried_with_the_keyboard_alone"),
    *(
        Fault("VE8", "a merge field needs no fallback", "blocks/merge.py", '        Finding("merge.fallback", block_id=block_id, field=field, value=name)\n        for name in _bare(template.parts)\n', '        Finding("merge.fallback", block_id=block_id, field=field, value=name)\n        for name in ()\n', test)
        for test in (
            f"{SEND}/test_desk.py::test_a_campaign_whose_merge_field_lost_its_fallback_cannot_be_scheduled_at_the_desk",
            f"{SENDING}::test_a_merge_field_without_a_fallback_cannot_be_scheduled",
            f"{SPACES}/test_approval.py::test_a_merge_field_without_a_fallback_keeps_a_campaign_from_going_out",
        )
    ),
    # approval, mail, imprint and opt-out
    Fault("AP1", "anybody decides about a campaign", "partner_spaces/approval.py", "    if not access.is_reviewer(by):\n        raise NotAllowed\n    fresh = _submitted(review)", "    fresh = _submitted(review)", f"{SPACES}/test_approval.py::test_every_move_in_every_state_by_every_role"),
    Fault("AP1", "what is decided is decided again", "partner_spaces/approval.py", "    if fresh.state != ReviewState.SUBMITTED:", "    if False:", f"{SPACES}/test_approval.py::test_every_move_in_every_state_by_every_role", "django_fsm.TransitionNotAllowed"),
    Fault("AP5", "a change is left out of the list", "partner_spaces/review_desk.py", '        "changes": rows,', '        "changes": rows[1:],', f"{DESK}/test_review.py::test_the_screen_lists_every_change_against_the_template_with_a_number"),
    Fault("VE3", "the reviewer reads another mail than goes out", "partner_spaces/review_desk.py", "marked(now, review.campaign) if", "marked(rendered(review.campaign, overlay=NOTHING), review.campaign) if", f"{DESK}/test_review.py::test_the_mail_with_pins_is_the_mail_that_goes_out_byte_for_byte"),
    Fault("CH1", "a mail is for nobody in particular", "send/message.py", "            **recipient.values,\n", "", f"{SENDING}::test_everyone_with_consent_gets_a_valid_mail_with_their_own_name"),
    Fault("CO1", "an opt-out does nothing", "send/public.py", "    if partner is not None:\n        suppression", "    if False:\n        suppression", f"{SENDING}::test_every_mail_has_its_imprint_and_a_one_click_opt_out_that_works"),
    Fault("CO1", "a mail leaves without its opt-out", "send/gates.py", "        if not _opts_out(segments, context):", "        if False:", f"{SENDING}::test_a_mail_that_lost_its_opt_out_or_imprint_does_not_leave"),
    Fault("CO1", "a mail leaves without its imprint", "send/gates.py", "        if not owed or any(_flat(value) not in shown for value in owed):", "        if not owed:", f"{SENDING}::test_a_mail_that_lost_its_opt_out_or_imprint_does_not_leave"),
    Fault("CO1", "other words than the frozen ones leave", "send/gates.py", "    if hash_of(compiled) != compiled.mail:", "    if False:", f"{SENDING}::test_a_mail_that_lost_its_opt_out_or_imprint_does_not_leave"),
    Fault("CO4", "what nobody sees passes in a text", "blocks/sanitise.py", '    return _HIDDEN.sub("", unicodedata.normalize("NFC", text))', '    return unicodedata.normalize("NFC", text)', "tests/blocks/test_compile.py::test_hostile_text_in_any_field_is_harmless_in_html_and_text"),
    Fault("CO4", "any link is a link", "blocks/sanitise.py", '    return url if _URL_SHAPE.fullmatch(url) else ""', "    return url", "tests/blocks/test_compile.py::test_hostile_text_in_any_field_is_harmless_in_html_and_text"),
    # spaces
    *(
        Fault("PS1", "every campaign is a member's", "partner_spaces/access.py", MINE, "        partner__active=True\n", test)
        for test in (
            f"{API}::test_a_foreign_campaign_does_not_exist",
            f"{DOORS}::test_a_partner_asking_every_url_with_anothers_ids_reads_nothing_of_it",
        )
    ),
    Fault("PS1", "every campaign has its screen in any space", "partner_spaces/desk_campaigns.py", "    found = access.for_member(request.user).filter(uuid=uuid).first()\n    if found is None or found.partner_id != access.partner_of(request).pk:\n", "    found = Campaign.objects.filter(uuid=uuid).first()\n    if found is None:\n", f"{KEPT}::test_versions_of_a_foreign_campaign_do_not_exist_nor_a_foreign_version_of_ones_own"),
    Fault("PS1", "every dispatch is a member's", "send/desk.py", "    mine = Dispatch.objects.filter(partner=access.partner_of(request)).select_related(", "    mine = Dispatch.objects.select_related(", f"{SEND}/test_desk.py::test_a_foreign_dispatch_or_campaign_is_like_one_that_does_not_exist"),
    Fault("PS1", "everybody sees what is on its way", "send/on_its_way.py", "Dispatch.objects.filter(partner=partner).annotate(", "Dispatch.objects.annotate(", f"{SEND}/test_on_its_way.py::test_nothing_of_another_space_is_there"),
    Fault("PS1", "everybody reads reviews", "partner_spaces/access.py", '        and user.has_perm("partner_spaces.decide_review")\n        and not is_member(user)\n', "", f"{DESK}/test_review.py::test_nobody_but_reviewers_sees_a_review"),
    Fault("PS1", "a session opens any space", "partner_spaces/access.py", "        found = next((m for m in mine if m.partner_id == chosen), mine[0] if mine else None)\n", "        found = Membership.objects.filter(partner_id=chosen).first() or (mine[0] if mine else None)\n", f"{DOORS}::test_naming_anothers_space_in_the_session_opens_nothing"),
    Fault("PS1", "a space shows every partner's rows", "partner_spaces/trust_centre/rows.py", "super().get_queryset().filter(partner_id=required())", "super().get_queryset().filter(partner_id__gte=required())", f"{TRUST}/test_space.py::test_inside_a_space_there_is_no_other_partner"),
    Fault("PS1", "the database shows every partner's rows", "partner_spaces/trust_centre/migrations/0002_row_level_security.py", """MINE = "partner_id = NULLIF(current_setting('app.partner_id', true), '')::bigint\"""", 'MINE = "true"', f"{WALL}::test_inside_a_space_raw_sql_sees_no_other_partner"),
    Fault("PS1", "the database hides no row from the ORM", "partner_spaces/trust_centre/migrations/0002_row_level_security.py", """MINE = "partner_id = NULLIF(current_setting('app.partner_id', true), '')::bigint\"""", 'MINE = "true"', f"{WALL}::test_the_orm_without_our_manager_and_tripwire_sees_no_other_partner"),
    Fault("PS2", "customers are stored in the clear", "partner_spaces/trust_centre/crypto.py", "    secret = AESGCM(key).encrypt(nonce, plain, _bound(table, partner_id, row, version))", "    secret = plain", f"{TRUST}/test_customers.py::test_whoever_reads_all_tables_reads_no_customer"),
    Fault("PS2", "a dump of the database shows customers", "partner_spaces/trust_centre/crypto.py", "    secret = AESGCM(key).encrypt(nonce, plain, _bound(table, partner_id, row, version))", "    secret = plain", f"{WALL}::test_a_dump_of_the_whole_database_holds_only_ciphertext"),
    *(
        Fault("PS2", "headquarters stands in every space", "partner_spaces/access.py", "        Membership.objects.filter(user=user.pk or 0, partner__active=True)\n", '        Membership.objects.filter(**({} if getattr(user, "is_superuser", False) else {"user": user.pk or 0}), partner__active=True)\n', test)
        for test in (
            f"{DOORS}::test_a_superuser_asking_every_url_reads_no_customer",
            f"{DOORS}::test_looking_as_the_partner_needs_a_membership_headquarters_cannot_write",
        )
    ),
    Fault("PS2", "an editor says who is in", "partner_spaces/members.py", "        access.require(by, partner, PartnerRole.OWNER)", "        access.require(by, partner, PartnerRole.EDITOR)", f"{SPACES}/test_members.py::test_only_an_owner_writes_who_is_in"),
    Fault("PS2", "the Studio lists partners' people", "partner_spaces/studio_users.py", "    return (User.objects.all() if users is None else users).exclude(theirs)", "    return User.objects.all() if users is None else users", f"{SPACES}/test_members.py::test_the_studio_knows_nobody_who_belongs_to_a_partner"),
    # languages, the first command
    Fault("OP4", "a heading speaks English alone", "partner_spaces/templates/desk/start.html", '<h2 id="h-next">{% translate "What comes next" %}</h2>', '<h2 id="h-next">What comes next</h2>', f"{DESK}/test_languages.py::test_every_screen_speaks_german_and_after_one_press_english"),
    Fault("OP6", "nobody is told who can sign in", "send/management/commands/setup.py", "            self.stdout.write(logins())", "            logins()", "tests/test_one_command.py::test_one_command_fills_an_empty_folder_serves_it_and_says_who_can_sign_in"),
    Fault("OP6", "to be ended is a failure", "send/demo/serve.py", "        return 0  # asked to end, and ended", "        return 1", "tests/test_one_command.py::test_ctrl_c_while_the_demo_is_prepared_ends_all_of_it_without_a_word"),
    Fault("OP6", "a port in use is no failure", "send/demo/serve.py", "        return 2\n", "        return 0\n", "tests/test_one_command.py::test_a_port_in_use_is_said_before_anything_is_done"),
    # headquarters sees numbers
    Fault("PS9", "headquarters reads who declined", "send/studio_offers.py", "    title = str(offering)\n", '    from partner_spaces.models import Partner\n\n    asked = Partner.objects.filter(network__in=offering.networks.all())\n    title = f"{offering}: " + ", ".join(asked.values_list("name", flat=True))\n', f"{OFFERS}::test_headquarters_sees_numbers_of_partners_and_no_name"),
)  # fmt: skip

PLANTED = (*HOUSE, *OF_THE_LINE, *KITS, *TEMPLATES)
