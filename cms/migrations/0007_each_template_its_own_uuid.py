"""Copies of a template had its uuid; each gets its own, the oldest keeps it."""

import uuid

from django.db import migrations


def separate(apps, schema_editor):
    pages = apps.get_model("cms", "CampaignTemplatePage").objects
    seen = set()
    for pk, known in pages.order_by("pk").values_list("pk", "uuid"):
        if known in seen:
            pages.filter(pk=pk).update(uuid=uuid.uuid4())
        seen.add(known)


class Migration(migrations.Migration):
    dependencies = [("cms", "0006_shared_blocks")]
    operations = [migrations.RunPython(separate, migrations.RunPython.noop)]
