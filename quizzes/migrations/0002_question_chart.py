from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="chart",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="กราฟเหตุการณ์"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="question",
            name="chart_caption",
            field=models.CharField(
                blank=True,
                default="",
                help_text="บอกว่ากราฟนี้คืออะไร โดยไม่เฉลยคำตอบ เว้นว่างไว้ = ใช้ชื่อเหตุการณ์",
                max_length=200,
                verbose_name="คำบรรยายกราฟ",
            ),
            preserve_default=False,
        ),
    ]
