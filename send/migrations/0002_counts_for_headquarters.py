"""What headquarters' own login sees of the ledger: how many mails, by dispatch and state.

The view reads with its owner's rights; who may read it says `trust_centre.grants`. A later change
to one of its columns drops it first and makes it again.
"""

from django.db import migrations

VIEW = """
CREATE VIEW send_delivery_count AS
SELECT dispatch_id, state, count(*) AS deliveries FROM send_delivery GROUP BY dispatch_id, state
"""


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(VIEW)


def tear_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP VIEW send_delivery_count")


class Migration(migrations.Migration):
    dependencies = [("send", "0001_initial")]
    operations = [migrations.RunPython(build, tear_down)]
