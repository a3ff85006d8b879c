import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("schools", "0002_bank_holidays_and_neighbours"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decided_on", models.DateField()),
                ("excluded_on", models.DateField(help_text="The day the head set for the exclusion to start.")),
                (
                    "pm_began",
                    models.BooleanField(
                        help_text="It started after the afternoon session began, or outside school hours."
                    ),
                ),
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
                ("has_finished_exams", models.BooleanField(default=False)),
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
                ("checked_on", models.DateField(blank=True, null=True)),
                ("governors_meeting_on", models.DateField(blank=True, null=True)),
                (
                    "governors_decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decline_reinstatement", "Decline to reinstate"),
                            ("reinstate_immediately", "Reinstate immediately"),
                            ("reinstate_on", "Reinstate on a date"),
                        ],
                        max_length=30,
                    ),
                ),
                ("governors_decided_on", models.DateField(blank=True, null=True)),
                ("reinstated_on", models.DateField(blank=True, null=True)),
                ("refusal_notice_sent_on", models.DateField(blank=True, null=True)),
                (
                    "refusal_notice_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hand", "By hand"),
                            ("first_class_post", "First-class post"),
                            ("second_class_post", "Second-class post"),
                            ("email_agreed", "E-mail, as the parent agreed in writing"),
                        ],
                        max_length=20,
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
                (
                    "day_six_state",
                    models.CharField(
                        choices=[
                            ("not_owed", "Not owed by us"),
                            ("to_book", "To book"),
                            ("booked", "Booked"),
                            ("started", "Started"),
                            ("late", "Late"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "funding_state",
                    models.CharField(
                        choices=[
                            ("to_calculate", "To work out"),
                            ("deducted", "Deducted from the school’s budget"),
                            ("passed_on", "Passed on to the new school"),
                            ("repaid", "Repaid pro rata after reinstatement"),
                            ("ended", "Ended"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "next_school_state",
                    models.CharField(
                        choices=[
                            ("to_find", "To find"),
                            ("applied", "Applied for a place"),
                            ("fair_access", "With the Fair Access Panel"),
                            ("special_school", "Special school through the plan"),
                            ("agreed", "Place agreed"),
                            ("admitted", "Admitted"),
                            ("ended", "Ended"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exclusion", to="cases.case"
                    ),
                ),
                (
                    "home_authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="schools.localauthority",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reasons__len__gte", 1), ("reasons__len__lte", 3)),
                        name="exclusion_one_to_three_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("misses_exam", True), ("exam_on__isnull", True), _connector="OR"),
                        name="exclusion_exam_day_only_with_an_exam",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_on__lte", models.F("excluded_on"))),
                        name="exclusion_decided_before_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("governors_decided_on__isnull", True), ("governors_decision", "")),
                            models.Q(
                                models.Q(("governors_decision", ""), _negated=True),
                                ("governors_decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exclusion_decision_with_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refusal_notice_method", ""), ("refusal_notice_sent_on__isnull", True)),
                            models.Q(
                                models.Q(("refusal_notice_method", ""), _negated=True),
                                ("refusal_notice_sent_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="exclusion_notice_with_its_method",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExclusionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("decided_on", models.DateField()),
                ("excluded_on", models.DateField(help_text="The day the head set for the exclusion to start.")),
                (
                    "pm_began",
                    models.BooleanField(
                        help_text="It started after the afternoon session began, or outside school hours."
                    ),
                ),
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
                ("has_finished_exams", models.BooleanField(default=False)),
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
                ("checked_on", models.DateField(blank=True, null=True)),
                ("governors_meeting_on", models.DateField(blank=True, null=True)),
                (
                    "governors_decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decline_reinstatement", "Decline to reinstate"),
                            ("reinstate_immediately", "Reinstate immediately"),
                            ("reinstate_on", "Reinstate on a date"),
                        ],
                        max_length=30,
                    ),
                ),
                ("governors_decided_on", models.DateField(blank=True, null=True)),
                ("reinstated_on", models.DateField(blank=True, null=True)),
                ("refusal_notice_sent_on", models.DateField(blank=True, null=True)),
                (
                    "refusal_notice_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hand", "By hand"),
                            ("first_class_post", "First-class post"),
                            ("second_class_post", "Second-class post"),
                            ("email_agreed", "E-mail, as the parent agreed in writing"),
                        ],
                        max_length=20,
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
                (
                    "day_six_state",
                    models.CharField(
                        choices=[
                            ("not_owed", "Not owed by us"),
                            ("to_book", "To book"),
                            ("booked", "Booked"),
                            ("started", "Started"),
                            ("late", "Late"),
                            ("ended", "Ended"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "funding_state",
                    models.CharField(
                        choices=[
                            ("to_calculate", "To work out"),
                            ("deducted", "Deducted from the school’s budget"),
                            ("passed_on", "Passed on to the new school"),
                            ("repaid", "Repaid pro rata after reinstatement"),
                            ("ended", "Ended"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "next_school_state",
                    models.CharField(
                        choices=[
                            ("to_find", "To find"),
                            ("applied", "Applied for a place"),
                            ("fair_access", "With the Fair Access Panel"),
                            ("special_school", "Special school through the plan"),
                            ("agreed", "Place agreed"),
                            ("admitted", "Admitted"),
                            ("ended", "Ended"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "home_authority",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.localauthority",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_row",
                        to="exclusions.exclusion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("parents", "Parents"),
                            ("governors", "Governing board"),
                            ("council", "Council"),
                            ("home_authority", "Home authority"),
                            ("social_worker", "Social worker"),
                            ("virtual_school_head", "Virtual school head"),
                        ],
                        max_length=20,
                    ),
                ),
                ("told_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "exclusion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to="exclusions.exclusion",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("exclusion", "recipient"), name="told_once_each")],
            },
        ),
        migrations.CreateModel(
            name="NotificationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "recipient",
                    models.CharField(
                        choices=[
                            ("parents", "Parents"),
                            ("governors", "Governing board"),
                            ("council", "Council"),
                            ("home_authority", "Home authority"),
                            ("social_worker", "Social worker"),
                            ("virtual_school_head", "Virtual school head"),
                        ],
                        max_length=20,
                    ),
                ),
                ("told_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "exclusion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="exclusions.exclusion",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history_row",
                        to="exclusions.notification",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exclusion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_exclusionhistory" ("cancellation_reason", "cancelled_on", "case_id", "checked_on", "day_six_state", "decided_on", "exam_on", "excluded_on", "funding_state", "governors_decided_on", "governors_decision", "governors_meeting_on", "has_finished_exams", "has_free_school_meals_then", "has_plan_then", "has_social_worker_then", "home_authority_id", "id", "is_looked_after_then", "legal_type_then", "misses_exam", "next_school_state", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pm_began", "reasons", "refusal_notice_method", "refusal_notice_sent_on", "reinstated_on", "sen_status_then", "version", "year_group_then") SELECT new_values."cancellation_reason", new_values."cancelled_on", new_values."case_id", new_values."checked_on", new_values."day_six_state", new_values."decided_on", new_values."exam_on", new_values."excluded_on", new_values."funding_state", new_values."governors_decided_on", new_values."governors_decision", new_values."governors_meeting_on", new_values."has_finished_exams", new_values."has_free_school_meals_then", new_values."has_plan_then", new_values."has_social_worker_then", new_values."home_authority_id", new_values."id", new_values."is_looked_after_then", new_values."legal_type_then", new_values."misses_exam", new_values."next_school_state", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."pm_began", new_values."reasons", new_values."refusal_notice_method", new_values."refusal_notice_sent_on", new_values."reinstated_on", new_values."sen_status_then", new_values."version", new_values."year_group_then" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="533bc2e37a455770426716d07d4a8b713b46544d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_741bb",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="exclusions_exclusion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exclusion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_exclusionhistory" ("cancellation_reason", "cancelled_on", "case_id", "checked_on", "day_six_state", "decided_on", "exam_on", "excluded_on", "funding_state", "governors_decided_on", "governors_decision", "governors_meeting_on", "has_finished_exams", "has_free_school_meals_then", "has_plan_then", "has_social_worker_then", "home_authority_id", "id", "is_looked_after_then", "legal_type_then", "misses_exam", "next_school_state", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pm_began", "reasons", "refusal_notice_method", "refusal_notice_sent_on", "reinstated_on", "sen_status_then", "version", "year_group_then") SELECT new_values."cancellation_reason", new_values."cancelled_on", new_values."case_id", new_values."checked_on", new_values."day_six_state", new_values."decided_on", new_values."exam_on", new_values."excluded_on", new_values."funding_state", new_values."governors_decided_on", new_values."governors_decision", new_values."governors_meeting_on", new_values."has_finished_exams", new_values."has_free_school_meals_then", new_values."has_plan_then", new_values."has_social_worker_then", new_values."home_authority_id", new_values."id", new_values."is_looked_after_then", new_values."legal_type_then", new_values."misses_exam", new_values."next_school_state", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."pm_began", new_values."reasons", new_values."refusal_notice_method", new_values."refusal_notice_sent_on", new_values."reinstated_on", new_values."sen_status_then", new_values."version", new_values."year_group_then" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c0eb6bfd5bbd05a3f28efafc6a42ad51076d99c2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_27700",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="exclusions_exclusion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exclusion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_exclusionhistory" ("cancellation_reason", "cancelled_on", "case_id", "checked_on", "day_six_state", "decided_on", "exam_on", "excluded_on", "funding_state", "governors_decided_on", "governors_decision", "governors_meeting_on", "has_finished_exams", "has_free_school_meals_then", "has_plan_then", "has_social_worker_then", "home_authority_id", "id", "is_looked_after_then", "legal_type_then", "misses_exam", "next_school_state", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pm_began", "reasons", "refusal_notice_method", "refusal_notice_sent_on", "reinstated_on", "sen_status_then", "version", "year_group_then") SELECT old_values."cancellation_reason", old_values."cancelled_on", old_values."case_id", old_values."checked_on", old_values."day_six_state", old_values."decided_on", old_values."exam_on", old_values."excluded_on", old_values."funding_state", old_values."governors_decided_on", old_values."governors_decision", old_values."governors_meeting_on", old_values."has_finished_exams", old_values."has_free_school_meals_then", old_values."has_plan_then", old_values."has_social_worker_then", old_values."home_authority_id", old_values."id", old_values."is_looked_after_then", old_values."legal_type_then", old_values."misses_exam", old_values."next_school_state", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."pm_began", old_values."reasons", old_values."refusal_notice_method", old_values."refusal_notice_sent_on", old_values."reinstated_on", old_values."sen_status_then", old_values."version", old_values."year_group_then" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ea06baacd9b05ff2f463aca4416b70de4a1f79f5",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ad11c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="exclusions_exclusion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exclusionhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="131f2b5fcc8648d738d7cabaedbdc64f156c6ec8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_39745",
                    table="exclusions_exclusionhistory",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notification",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_notificationhistory" ("exclusion_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "told_on", "version") SELECT new_values."exclusion_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."recipient", new_values."told_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a87592552130503ccf3e067cf0461386eefb142b",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_notificationhistory" ("exclusion_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "told_on", "version") SELECT new_values."exclusion_id", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."recipient", new_values."told_on", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8a62755e2d08db3d3c1e2bb67f3a695f952f4161",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "exclusions_notificationhistory" ("exclusion_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "told_on", "version") SELECT old_values."exclusion_id", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."recipient", old_values."told_on", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e4dc0cd7af92f13f228f64b9be4aadd4674fa43a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0d568",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="exclusions_notification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notificationhistory",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="cc65c6e9442a0c931b7d0c7d18db0dc38bd11d2f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a2f96",
                    table="exclusions_notificationhistory",
                    when="BEFORE",
                ),
            ),
        ),
    ]
