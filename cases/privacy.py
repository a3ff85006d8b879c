"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from ledger.privacy_classes import Classified

PRIVACY = {
    "Child": Classified(
        "child_record",
        none="id uuid version is_invented source created_recorded_at year_group_override",
        personal="upn unique_learner_number given_names surname preferred_name sort_key born_on sex",
        sensitive="nhs_number general_practice ethnicity first_language",
        safety="is_hidden",
    ),
    "FormerUpn": Classified(
        "child_record",
        none="id child",
        personal="upn replaced_on",
    ),
    "AliasName": Classified(
        "child_record",
        none="id child",
        personal="given_names surname sort_key",
    ),
    "Enrolment": Classified(
        "child_record",
        none="id child version kind",
        personal="starts_on ends_on school year_group deletion_ground expected_end_on",
    ),
    "CareStatus": Classified(
        "child_record",
        none="id child version",
        sensitive="starts_on ends_on status responsible_authority",
    ),
    "Plan": Classified(
        "child_record",
        none="id child version",
        sensitive="starts_on ends_on maintained_by last_review_on",
    ),
    "SpecialEducationalNeeds": Classified(
        "child_record",
        none="id child version",
        sensitive="starts_on ends_on status primary_need",
    ),
    "FreeSchoolMeals": Classified(
        "child_record",
        none="id child version",
        sensitive="starts_on ends_on",
    ),
    "ChildMarker": Classified(
        "child_record",
        none="id child version",
        sensitive="starts_on ends_on kind",
    ),
    "SocialWorkerInvolvement": Classified(
        "child_record",
        none="id child version",
        sensitive="starts_on ends_on person",
    ),
    "SafetyMark": Classified(
        "child_record",
        none="id child version",
        safety="starts_on ends_on kind text",
    ),
    "ReferenceCounter": Classified(
        "technical",
        none="id prefix year last_number",
    ),
    "Case": Classified(
        "case_record",
        none="id uuid reference version opened_recorded_at",
        personal="child school owner team opened_on closed_on",
        sensitive="kind state opened_from close_reason",
    ),
    "NamedPerson": Classified(
        "case_record",
        none="id case",
        personal="user",
    ),
    "Event": Classified(
        "case_record",
        none="id recorded_at",
        personal="case child by happened_on",
        sensitive="code facts",
    ),
    "CalendarSnapshot": Classified(
        "case_record",
        none="id sha256 calendar taken_recorded_at",
    ),
    "Deadline": Classified(
        "case_record",
        none=(
            "id uuid rule rule_version policy policy_version pauses snapshot computed_recorded_at "
            "version purpose duty_owner is_ours assumption"
        ),
        personal="case child due_on due_at met_on",
        sensitive="code label facts outcome explanation state",
    ),
    "Person": Classified(
        "child_record",
        none="id uuid version",
        personal="given_names surname organisation telephone email language contact_preference",
    ),
    "Relationship": Classified(
        "child_record",
        none="id version",
        personal="child person kind has_parental_responsibility lives_with",
        safety="may_be_contacted",
    ),
    "Address": Classified(
        "child_record",
        none="id version",
        personal=("starts_on ends_on child person line_1 line_2 town postcode unique_property_number local_authority"),
    ),
    "RestrictedAddress": Classified(
        "child_record",
        none="id version",
        safety=(
            "starts_on ends_on child person line_1 line_2 town postcode unique_property_number "
            "local_authority why restricted_by restricted_at"
        ),
    ),
    "BarredPerson": Classified(
        "child_record",
        none="id",
        safety="restricted_address person",
    ),
    "Task": Classified(
        "case_record",
        none="id uuid version opened_at",
        personal="case child due_on owner team state done_at done_by opened_by is_cause_over",
        sensitive="code title",
    ),
    "Note": Classified(
        "case_record",
        none="id uuid recorded_at",
        personal="child case happened_on happened_time by corrects",
        sensitive="kind text",
    ),
    "Document": Classified(
        "case_record",
        none="id uuid stored_name content_type byte_count sha256 recorded_at",
        personal="child case by",
        sensitive="classification title file_name",
    ),
    "Approval": Classified(
        "case_record",
        none="id uuid version asked_at decided_at",
        personal="case asked_by decided_by",
        sensitive="what reason decision decision_reason",
    ),
    "Letter": Classified(
        "case_record",
        none="id uuid language stored_name byte_count sha256 issued_at",
        personal="case child person relationship_then school local_authority issued_by",
        sensitive="kind title audience facts",
        safety="address_lines is_to_safe_address",
    ),
    "LetterCopy": Classified(
        "case_record",
        none="id uuid letter recorded_at",
        personal="method email_address sent_on by",
        safety="address_lines",
    ),
}
