import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lessons', '0006_teaching_kits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ผู้ดูแล'),
        ),
        migrations.AddField(
            model_name='contact',
            name='reason',
            field=models.CharField(blank=True, help_text='เขียนไว้เมื่อยังต้องตรวจ หน้าเว็บจะยังไม่แสดงหน่วยงานนี้', max_length=240, verbose_name='ทำไมยังไม่เผยแพร่'),
        ),
        migrations.AddField(
            model_name='contact',
            name='review_days',
            field=models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MinValueValidator(7), django.core.validators.MaxValueValidator(3650)], verbose_name='ทบทวนทุกกี่วัน'),
        ),
    ]
