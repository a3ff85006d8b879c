# Letters to another authority, and deadlines that the school’s authority owns.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_letters"),
        ("schools", "0002_bank_holidays_and_neighbours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="letter",
            name="letter_to_a_person_or_a_body",
        ),
        migrations.AddField(
            model_name="letter",
            name="local_authority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="schools.localauthority",
            ),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="duty_owner",
            field=models.CharField(
                choices=[
                    ("authority", "The council"),
                    ("home_authority", "The child's home authority"),
                    ("school_authority", "The school's authority"),
                    ("school", "The school"),
                    ("governors", "The governing board"),
                    ("trust", "The academy trust"),
                    ("parent", "The parent"),
                ],
                default="authority",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="deadlinehistory",
            name="duty_owner",
            field=models.CharField(
                choices=[
                    ("authority", "The council"),
                    ("home_authority", "The child's home authority"),
                    ("school_authority", "The school's authority"),
                    ("school", "The school"),
                    ("governors", "The governing board"),
                    ("trust", "The academy trust"),
                    ("parent", "The parent"),
                ],
                default="authority",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="audience",
            field=models.CharField(
                choices=[
                    ("parent", "Parent or carer with parental responsibility"),
                    ("related", "Person around the child"),
                    ("school", "School"),
                    ("governors", "Governing board"),
                    ("authority", "Local authority"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("audience__in", ["parent", "related"]),
                        ("local_authority__isnull", True),
                        ("person__isnull", False),
                        ("school__isnull", True),
                    ),
                    models.Q(
                        ("audience__in", ["school", "governors"]),
                        ("local_authority__isnull", True),
                        ("person__isnull", True),
                        ("school__isnull", False),
                    ),
                    models.Q(
                        ("audience", "authority"),
                        ("local_authority__isnull", False),
                        ("person__isnull", True),
                        ("school__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="letter_to_a_person_or_a_body",
            ),
        ),
    ]
