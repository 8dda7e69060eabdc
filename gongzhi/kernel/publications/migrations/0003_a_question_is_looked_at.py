"""Whatever was asked before is public since it was asked."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("publications", "0002_published_is_published")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="shows_at",
            field=models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="question",
            name="kept_back",
            field=models.CharField(max_length=400, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="question",
            name="kept_back_at",
            field=models.DateTimeField(null=True, blank=True),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=Q(kept_back_at__isnull=True) | ~Q(kept_back="") & Q(answered_at__isnull=True),
                name="publications_a_question_is_kept_back_with_reasons",
            ),
        ),
    ]
