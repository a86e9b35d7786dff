import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('lessons', '0007_contacts_have_an_owner'),
    ]

    operations = [
        migrations.AlterField(
            model_name='fact',
            name='sources',
            field=wagtail.fields.StreamField([('source', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'หน่วยงานและชื่อหน้า', 'max_length': 240}), 1: ('wagtail.blocks.URLBlock', (), {'help_text': 'เว้นว่างไว้ถ้ายังไม่แน่ใจว่าเป็นหน้านี้ หน้าเว็บจะแสดงชื่อแหล่งโดยไม่มีลิงก์', 'label': 'ลิงก์', 'max_length': 600, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'เช่น 2025-11-24 หรือ พ.ย. 2568 หรือ ไม่ระบุวันที่', 'label': 'วันที่เผยแพร่', 'max_length': 60}), 3: ('wagtail.blocks.StructBlock', [[('title', 0), ('url', 1), ('date', 2)]], {})}, verbose_name='แหล่งข้อมูล'),
        ),
    ]
