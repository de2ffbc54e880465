"""Reviews whose sending began before they knew of it."""

from django.db import migrations


def tell(apps, schema_editor):
    dispatches = apps.get_model("send", "Dispatch").objects.exclude(started_at=None)
    reviews = apps.get_model("partner_spaces", "Review").objects
    for review, started in dispatches.order_by("-started_at").values_list("review", "started_at"):
        reviews.filter(pk=review).update(sent_at=started)


class Migration(migrations.Migration):
    dependencies = [("send", "0003_retired"), ("partner_spaces", "0004_template_versions")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
