"""The second wall: on PostgreSQL every trust table shows only the open space's rows."""

from django.db import migrations

TABLES = ("partnerkey", "customer", "consent", "suppression")
MINE = "partner_id = NULLIF(current_setting('app.partner_id', true), '')::bigint"


def build(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in TABLES:
        table = f"trust_centre_{name}"
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY one_partner ON {table} USING ({MINE}) WITH CHECK ({MINE})"
        )


def tear_down(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in TABLES:
        table = f"trust_centre_{name}"
        schema_editor.execute(f"DROP POLICY one_partner ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("trust_centre", "0001_initial")]
    operations = [migrations.RunPython(build, tear_down)]
