"""How long it takes to say what a brand kit's draft would change in 10,000 unsent campaigns."""

import re
import resource
import time

from django.test import Client

from blocks import pieces
from cms.models import User
from partner_spaces import impact
from partner_spaces.models import Campaign, Partner
from partner_spaces.rendering import headquarters, rendered
from send.demo import people
from send.demo.build import HERO, local_words


def own_words(count):
    """Every unsent campaign gets a headline of its own, as partners write them."""
    partners = list(Partner.objects.all())
    rows = list(Campaign.objects.order_by("pk")[:count])
    for n, row in enumerate(rows):
        row.overlay = local_words()
        row.overlay["edits"][HERO]["values"]["headline"] = f"Winter {n}"
        row.partner = partners[n % len(partners)]
    Campaign.objects.bulk_update(rows, ["overlay", "partner"], batch_size=500)
    return len(rows)


def drafted(kit, role, value):
    """A draft of the kit with one other colour."""
    kit.colours = [
        {**block, "value": {**block["value"], "value": value}}
        if block["value"]["role"] == role
        else dict(block)
        for block in kit.colours.get_prep_value()
    ]
    kit.save_revision()
    return type(kit).objects.get(pk=kit.pk)


def look_ahead(page, say):
    own_words(10_000)
    kit = drafted(page.kit, "muted", "#40505e")
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=people.HQ[0]))
    client.get("/studio/")
    pieces._kept.cache_clear()
    start = time.perf_counter()
    first = client.get(f"/studio/impact/{kit.pk}/")
    counted = time.perf_counter() - start
    told = dict(re.findall(r'data-(draft|total)="(\d+)"', first.content.decode()))
    after, looked, changed = "", 0, 0
    while after is not None:
        ask = {"draft": told["draft"], "after": after}
        answer = client.get(f"/studio/impact/{kit.pk}/batch/", ask).json()
        looked, changed, after = (
            looked + answer["looked"],
            changed + len(answer["changed"]),
            answer["after"],
        )
        if looked == impact.BATCH:  # warm
            held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024
    shared = headquarters(page)
    some = Campaign.objects.filter(template=page).select_related("partner", "template")[:300]
    start = time.process_time()
    for campaign in some:
        rendered(campaign, hq=shared)
    twice = (time.process_time() - start) / len(some) * 2 * looked
    goal = "<= 20 s, counts in 2 s, memory flat"
    say(
        "impact_of_a_draft_on_10000_campaigns",
        seconds,
        "s",
        goal,
        seconds <= 20 and counted <= 2 and more <= 64 and looked == int(told["total"]) >= 10_000,
        f"{changed} would change; counts in {counted:.2f} s; {more:.0f} MB more; every mail built twice",
        seconds / twice,
    )
