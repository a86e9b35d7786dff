from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('lessons', '0008_sources_without_an_address'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='lessonpage',
            name='audience',
        ),
    ]
