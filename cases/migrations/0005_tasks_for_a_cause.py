# A task of the product is opened once for its cause, and again when that comes back.

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_invitations"),
        ("cases", "0004_letters_to_authorities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="task",
            name="task_opened_once",
        ),
        migrations.AddField(
            model_name="task",
            name="is_cause_over",
            field=models.BooleanField(
                default=False, help_text="What it was opened for is over: when that comes back, another task is opened."
            ),
        ),
        migrations.AddField(
            model_name="taskhistory",
            name="is_cause_over",
            field=models.BooleanField(
                default=False, help_text="What it was opened for is over: when that comes back, another task is opened."
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_taskhistory" ("case_id", "child_id", "code", "done_at", "done_by_id", "due_on", "id", "is_cause_over", "opened_at", "opened_by_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "team_id", "title", "uuid", "version") SELECT new_values."case_id", new_values."child_id", new_values."code", new_values."done_at", new_values."done_by_id", new_values."due_on", new_values."id", new_values."is_cause_over", new_values."opened_at", new_values."opened_by_id", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."state", new_values."team_id", new_values."title", new_values."uuid", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2cb37d0da1e334864041296bb502b2e2bace6fae",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_62e7a",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="cases_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_taskhistory" ("case_id", "child_id", "code", "done_at", "done_by_id", "due_on", "id", "is_cause_over", "opened_at", "opened_by_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "team_id", "title", "uuid", "version") SELECT new_values."case_id", new_values."child_id", new_values."code", new_values."done_at", new_values."done_by_id", new_values."due_on", new_values."id", new_values."is_cause_over", new_values."opened_at", new_values."opened_by_id", new_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."state", new_values."team_id", new_values."title", new_values."uuid", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0688a57290d28fd9d9f5e6b3dce50a63bc657d70",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e050d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="cases_task",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "cases_taskhistory" ("case_id", "child_id", "code", "done_at", "done_by_id", "due_on", "id", "is_cause_over", "opened_at", "opened_by_id", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "team_id", "title", "uuid", "version") SELECT old_values."case_id", old_values."child_id", old_values."code", old_values."done_at", old_values."done_by_id", old_values."due_on", old_values."id", old_values."is_cause_over", old_values."opened_at", old_values."opened_by_id", old_values."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."state", old_values."team_id", old_values."title", old_values."uuid", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="691110fe40bc872e7ca73226e1032e6354568678",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b7669",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="cases_task",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("code", ""), _negated=True), ("is_cause_over", False)),
                fields=("case", "code"),
                name="task_opened_once_for_a_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "open"), _negated=True), ("is_cause_over", False), _connector="OR"
                ),
                name="task_to_do_has_its_cause",
            ),
        ),
    ]
