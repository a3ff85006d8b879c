"""Suspensions with their sessions by term; who was told belongs to the case, of either kind."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


# The history is append-only: its guard is lifted for this one statement, by the owner of the tables.
POINT_AT_THE_CASE = """
    ALTER TABLE exclusions_notificationhistory DISABLE TRIGGER USER;
    UPDATE exclusions_notification AS told SET case_id = exclusion.case_id
        FROM exclusions_exclusion AS exclusion WHERE exclusion.id = told.exclusion_id;
    UPDATE exclusions_notificationhistory AS told SET case_id = exclusion.case_id
        FROM exclusions_exclusion AS exclusion WHERE exclusion.id = told.exclusion_id;
    ALTER TABLE exclusions_notificationhistory ENABLE TRIGGER USER;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("exclusions", "0001_initial"),
        ("schools", "0002_bank_holidays_and_neighbours"),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decided_on", models.DateField()),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("PP", "Physical assault against a pupil"),
                                ("PA", "Physical assault against an adult"),
                                ("VP", "Verbal abuse or threatening behaviour against a pupil"),
                                ("VA", "Verbal abuse or threatening behaviour against an adult"),
                                ("OW", "Use or threat of use of an offensive weapon or prohibited item"),
                                ("BU", "Bullying"),
                                ("RA", "Racist abuse"),
                                ("LG", "Abuse against sexual orientation and gender identity"),
                                ("DS", "Abuse relating to disability"),
                                ("SM", "Sexual misconduct"),
                                ("DA", "Drug and alcohol related"),
                                ("DM", "Damage to property"),
                                ("TH", "Theft"),
                                ("MT", "Inappropriate use of social media or online technology"),
                                (
                                    "PH",
                                    "Wilful and repeated transgression of protective measures in place to protect public health",
                                ),
                                ("DB", "Persistent or general disruptive behaviour"),
                            ],
                            max_length=2,
                        ),
                        size=None,
                    ),
                ),
                ("misses_exam", models.BooleanField(default=False)),
                ("exam_on", models.DateField(blank=True, null=True)),
                (
                    "legal_type_then",
                    models.CharField(
                        choices=[
                            ("maintained", "Maintained school"),
                            ("academy", "Academy"),
                            ("pru", "Pupil referral unit"),
                            ("independent", "Independent school"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("year_group_then", models.SmallIntegerField(blank=True, null=True)),
                ("is_looked_after_then", models.BooleanField(default=False)),
                ("has_plan_then", models.BooleanField(default=False)),
                ("has_social_worker_then", models.BooleanField(default=False)),
                ("has_free_school_meals_then", models.BooleanField(default=False)),
                (
                    "sen_status_then",
                    models.CharField(
                        blank=True,
                        choices=[("N", "No special educational need"), ("K", "SEN support"), ("E", "EHC plan")],
                        max_length=1,
                    ),
                ),
                ("cancelled_on", models.DateField(blank=True, null=True)),
                (
                    "cancellation_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_evidence", "New evidence"),
                            ("alternative_agreed", "Another way was agreed with the family"),
                            ("procedure", "The procedure was not followed"),
                            ("other", "Another reason (write a note)"),
                        ],
                        max_length=30,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("first_on", models.DateField()),
                ("first_session", models.CharField(choices=[("am", "Morning"), ("pm", "Afternoon")], max_length=2)),
                ("last_on", models.DateField()),
                ("last_session", models.CharField(choices=[("am", "Morning"), ("pm", "Afternoon")], max_length=2)),
                ("is_lunchtime_only", models.BooleanField(default=False)),
                ("sessions_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("sessions_rule_version", models.CharField(blank=True, max_length=80)),
                ("returned_on", models.DateField(blank=True, null=True)),
                ("reintegration_met_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuspensionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("decided_on", models.DateField()),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("PP", "Physical assault against a pupil"),
                                ("PA", "Physical assault against an adult"),
                                ("VP", "Verbal abuse or threatening behaviour against a pupil"),
                                ("VA", "Verbal abuse or threatening behaviour against an adult"),
                                ("OW", "Use or threat of use of an offensive weapon or prohibited item"),
                                ("BU", "Bullying"),
                                ("RA", "Racist abuse"),
                                ("LG", "Abuse against sexual orientation and gender identity"),
                                ("DS", "Abuse relating to disability"),
                                ("SM", "Sexual misconduct"),
                                ("DA", "Drug and alcohol related"),
                                ("DM", "Damage to property"),
                                ("TH", "Theft"),
                                ("MT", "Inappropriate use of social media or online technology"),
                                (
                                    "PH",
                                    "Wilful and repeated transgression of protective measures in place to protect public health",
                                ),
                                ("DB", "Persistent or general disruptive behaviour"),
                            ],
                            max_length=2,
                        ),
                        size=None,
                    ),
                ),
                ("misses_exam", models.BooleanField(default=False)),
                ("exam_on", models.DateField(blank=True, null=True)),
                (
                    "legal_type_then",
                    models.CharField(
                        choices=[
                            ("maintained", "Maintained school"),
                            ("academy", "Academy"),
                            ("pru", "Pupil referral unit"),
                            ("independent", "Independent school"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("year_group_then", models.SmallIntegerField(blank=True, null=True)),
                ("is_looked_after_then", models.BooleanField(default=False)),
                ("has_plan_then", models.BooleanField(default=False)),
                ("has_social_worker_then", models.BooleanField(default=False)),
                ("has_free_school_meals_then", models.BooleanField(default=False)),
                (
                    "sen_status_then",
                    models.CharField(
                        blank=True,
                        choices=[("N", "No special educational need"), ("K", "SEN support"), ("E", "EHC plan")],
                        max_length=1,
                    ),
                ),
                ("cancelled_on", models.DateField(blank=True, null=True)),
                (
                    "cancellation_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new_evidence", "New evidence"),
                            ("alternative_agreed", "Another way was agreed with the family"),
                            ("procedure", "The procedure was not followed"),
                            ("other", "Another reason (write a note)"),
                        ],
                        max_length=30,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("first_on", models.DateField()),
                ("first_session", models.CharField(choices=[("am", "Morning"), ("pm", "Afternoon")], max_length=2)),
                ("last_on", models.DateField()),
                ("last_session", models.CharField(choices=[("am", "Morning"), ("pm", "Afternoon")], max_length=2)),
                ("is_lunchtime_only", models.BooleanField(default=False)),
                ("sessions_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("sessions_rule_version", models.CharField(blank=True, max_length=80)),
                ("returned_on", models.DateField(blank=True, null=True)),
                ("reintegration_met_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuspensionTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school_year", models.PositiveSmallIntegerField()),
                (
                    "term",
                    models.CharField(
                        help_text="As the school's calendar names it; the census terms otherwise.", max_length=60
                    ),
                ),
                ("sessions", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SuspensionTermHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("school_year", models.PositiveSmallIntegerField()),
                (
                    "term",
                    models.CharField(
                        help_text="As the school's calendar names it; the census terms otherwise.", max_length=60
                    ),
                ),
                ("sessions", models.PositiveSmallIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="notification",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="notification",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="notification",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="notification",
            name="told_once_each",
        ),
        # Who was told belongs to the case, so that both kinds use it: each row is pointed at its exclusion's case.
        migrations.AddField(
            model_name="notification",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exclusion_notifications",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="notificationhistory",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.case",
            ),
        ),
        migrations.RunSQL(POINT_AT_THE_CASE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="notification",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exclusion_notifications", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="notificationhistory",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.case",
            ),
        ),
        migrations.RemoveField(
            model_name="notification",
            name="exclusion",
        ),
        migrations.RemoveField(
            model_name="notificationhistory",
            name="exclusion",
        ),
        migrations.AlterField(
            model_name="exclusion",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="exclusion",
            name="home_authority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="schools.localauthority",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notification",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_notificationhistory" ("case_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "told_on", "version") SELECT new_values."case_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."recipient", new_values."told_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4ff3bc8ee0163e977556a8d3bc669e8afa6b3807",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7897c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="exclusions_notification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notification",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_notificationhistory" ("case_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "told_on", "version") SELECT new_values."case_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."recipient", new_values."told_on", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="726ffeb707ddc6065c18dafb6f85e0f9b38465b9",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6e8b1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="exclusions_notification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notification",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_notificationhistory" ("case_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "told_on", "version") SELECT old_values."case_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."recipient", old_values."told_on", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7f71108744a731539a76b5b636527a32449dbfeb",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0d568",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="exclusions_notification",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(fields=("case", "recipient"), name="told_once_each"),
        ),
        migrations.AddField(
            model_name="suspension",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="home_authority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="schools.localauthority",
            ),
        ),
        migrations.AddField(
            model_name="suspensionhistory",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="suspensionhistory",
            name="home_authority",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="schools.localauthority",
            ),
        ),
        migrations.AddField(
            model_name="suspensionhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                related_query_name="history_row",
                to="exclusions.suspension",
            ),
        ),
        migrations.AddField(
            model_name="suspensionterm",
            name="suspension",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="exclusions.suspension"
            ),
        ),
        migrations.AddField(
            model_name="suspensiontermhistory",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                related_query_name="history_row",
                to="exclusions.suspensionterm",
            ),
        ),
        migrations.AddField(
            model_name="suspensiontermhistory",
            name="suspension",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="exclusions.suspension",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reasons__len__gte", 1), ("reasons__len__lte", 3)),
                name="suspension_one_to_three_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("misses_exam", True), ("exam_on__isnull", True), _connector="OR"),
                name="suspension_exam_day_only_with_an_exam",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_on__lte", models.F("first_on"))),
                name="suspension_decided_before_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_on__lt", models.F("last_on")),
                    models.Q(
                        ("first_on", models.F("last_on")),
                        models.Q(("first_session", "pm"), ("last_session", "am"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="suspension_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancellation_reason", ""), ("cancelled_on__isnull", True)),
                    models.Q(("cancelled_on__isnull", False), models.Q(("cancellation_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="suspension_cancelled_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_suspensionhistory" ("cancellation_reason", "cancelled_on", "case_id", "decided_on", "exam_on", "first_on", "first_session", "has_free_school_meals_then", "has_plan_then", "has_social_worker_then", "home_authority_id", "id", "is_looked_after_then", "is_lunchtime_only", "last_on", "last_session", "legal_type_then", "misses_exam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "reintegration_met_on", "returned_on", "sen_status_then", "sessions_count", "sessions_rule_version", "version", "year_group_then") SELECT new_values."cancellation_reason", new_values."cancelled_on", new_values."case_id", new_values."decided_on", new_values."exam_on", new_values."first_on", new_values."first_session", new_values."has_free_school_meals_then", new_values."has_plan_then", new_values."has_social_worker_then", new_values."home_authority_id", new_values."id", new_values."is_looked_after_then", new_values."is_lunchtime_only", new_values."last_on", new_values."last_session", new_values."legal_type_then", new_values."misses_exam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reasons", new_values."reintegration_met_on", new_values."returned_on", new_values."sen_status_then", new_values."sessions_count", new_values."sessions_rule_version", new_values."version", new_values."year_group_then" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d923c05ca481067bea2e81a3ac43fbfa1d3ec21e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f4144",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="exclusions_suspension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_suspensionhistory" ("cancellation_reason", "cancelled_on", "case_id", "decided_on", "exam_on", "first_on", "first_session", "has_free_school_meals_then", "has_plan_then", "has_social_worker_then", "home_authority_id", "id", "is_looked_after_then", "is_lunchtime_only", "last_on", "last_session", "legal_type_then", "misses_exam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "reintegration_met_on", "returned_on", "sen_status_then", "sessions_count", "sessions_rule_version", "version", "year_group_then") SELECT new_values."cancellation_reason", new_values."cancelled_on", new_values."case_id", new_values."decided_on", new_values."exam_on", new_values."first_on", new_values."first_session", new_values."has_free_school_meals_then", new_values."has_plan_then", new_values."has_social_worker_then", new_values."home_authority_id", new_values."id", new_values."is_looked_after_then", new_values."is_lunchtime_only", new_values."last_on", new_values."last_session", new_values."legal_type_then", new_values."misses_exam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reasons", new_values."reintegration_met_on", new_values."returned_on", new_values."sen_status_then", new_values."sessions_count", new_values."sessions_rule_version", new_values."version", new_values."year_group_then" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0ac9c1faa49c0e3aaed916a2e18363ce8158926c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c6999",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="exclusions_suspension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_suspensionhistory" ("cancellation_reason", "cancelled_on", "case_id", "decided_on", "exam_on", "first_on", "first_session", "has_free_school_meals_then", "has_plan_then", "has_social_worker_then", "home_authority_id", "id", "is_looked_after_then", "is_lunchtime_only", "last_on", "last_session", "legal_type_then", "misses_exam", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "reintegration_met_on", "returned_on", "sen_status_then", "sessions_count", "sessions_rule_version", "version", "year_group_then") SELECT old_values."cancellation_reason", old_values."cancelled_on", old_values."case_id", old_values."decided_on", old_values."exam_on", old_values."first_on", old_values."first_session", old_values."has_free_school_meals_then", old_values."has_plan_then", old_values."has_social_worker_then", old_values."home_authority_id", old_values."id", old_values."is_looked_after_then", old_values."is_lunchtime_only", old_values."last_on", old_values."last_session", old_values."legal_type_then", old_values."misses_exam", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reasons", old_values."reintegration_met_on", old_values."returned_on", old_values."sen_status_then", old_values."sessions_count", old_values."sessions_rule_version", old_values."version", old_values."year_group_then" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f7ac6ad39c96847fe793e04eef9677efa5ec9fc3",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c82cd",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="exclusions_suspension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspensionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a09ed3110a1fba911f4b68145d17c09ec4930f2e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7760a",
                    table="exclusions_suspensionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="suspensionterm",
            index=models.Index(fields=["school_year", "term"], name="suspension_term_year"),
        ),
        migrations.AddConstraint(
            model_name="suspensionterm",
            constraint=models.UniqueConstraint(
                fields=("suspension", "school_year", "term"), name="suspension_term_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="suspensionterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("sessions__gte", 1)), name="suspension_term_has_sessions"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspensionterm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_suspensiontermhistory" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_year", "sessions", "suspension_id", "term") SELECT new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."school_year", new_values."sessions", new_values."suspension_id", new_values."term" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="052cccc6b81b69d50000f7b103e7a4c07f52cec8",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_59133",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="exclusions_suspensionterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspensionterm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_suspensiontermhistory" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_year", "sessions", "suspension_id", "term") SELECT new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."school_year", new_values."sessions", new_values."suspension_id", new_values."term" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e34b206bbb6771e476fec62b977583eb14427b3a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f640c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="exclusions_suspensionterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspensionterm",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_suspensiontermhistory" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_year", "sessions", "suspension_id", "term") SELECT old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."school_year", old_values."sessions", old_values."suspension_id", old_values."term" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="58c5b206ab22c0eb961558833ae99876cbc5369f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1a148",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="exclusions_suspensionterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspensiontermhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c3125e895f1ddd7af6ec81a226e6bd2f91226dee",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f142b",
                    table="exclusions_suspensiontermhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
