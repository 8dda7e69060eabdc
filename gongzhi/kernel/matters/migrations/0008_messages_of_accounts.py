from django.db import migrations


def give(apps, schema_editor):
    """Messages left so far belong to the account of their reporter and count as read; a second one of an act goes."""
    Message = apps.get_model("matters", "Message")
    told = set()
    rows = Message.objects.order_by("pk").values_list("pk", "entry_id", "at", "reporter__account", "reporter__matter__number")
    for pk, entry, at, account, number in list(rows):
        if account and (account, entry) in told:
            Message.objects.filter(pk=pk).delete()
            continue
        told.add((account, entry))
        Message.objects.filter(pk=pk).update(account=account, about=f"matter:{number}", read_at=at)


class Migration(migrations.Migration):
    dependencies = [("matters", "0007_messages")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
