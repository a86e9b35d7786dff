"""Let a student code have forty characters: OneRoster systems give sourcedIds of 36."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="student_code",
            field=models.CharField(blank=True, max_length=40, verbose_name="รหัสนักเรียน"),
        ),
    ]
