"""The roles that a person may hold, in the field's own words. A role knows no permission: each app's GRANTS says."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is at work. Holding one is data (RoleHolding); what it allows is code, reviewed."""

    HEAD_OF_SERVICE = "head_of_service"
    TEAM_MANAGER = "team_manager"
    COMPLIANCE_MANAGER = "compliance_manager"
    PREVENTION_MANAGER = "prevention_manager"
    INFORMATION_SUPPORT_COORDINATOR = "information_support_coordinator"
    PARTIAL_EDUCATION_COORDINATOR = "partial_education_coordinator"
    INCLUSION_OFFICER = "inclusion_officer"
    EDUCATION_OFFICER = "education_officer"
    YOUTH_WORKER = "youth_worker"
    MEDICAL_COORDINATOR = "medical_coordinator"
    ATTENDANCE_OFFICER = "attendance_officer"
    SCHOOL_ATTENDANCE_LEAD = "school_attendance_lead"
    HOME_EDUCATION_OFFICER = "home_education_officer"
    HOME_EDUCATION_CONSULTANT = "home_education_consultant"
    MISSING_EDUCATION_OFFICER = "missing_education_officer"
    EXCLUSIONS_OFFICER = "exclusions_officer"
    PUPIL_ADVOCATE = "pupil_advocate"
    PLAN_COORDINATOR = "plan_coordinator"
    STATUTORY_REVIEW_OFFICER = "statutory_review_officer"
    ALTERNATIVE_PROVISION_OFFICER = "alternative_provision_officer"
    VIRTUAL_SCHOOL_HEAD = "virtual_school_head"
    EARLY_HELP_WORKER = "early_help_worker"
    PANEL_CHAIR = "panel_chair"
    PARTICIPATION_WORKER = "participation_worker"
    SOCIAL_WORKER = "social_worker"
    YOUTH_JUSTICE_WORKER = "youth_justice_worker"
    HEALTH_WORKER = "health_worker"
    ADMISSIONS_OFFICER = "admissions_officer"
    EMPLOYMENT_LICENSING_OFFICER = "employment_licensing_officer"
    FINANCE_OFFICER = "finance_officer"
    DATA_OFFICER = "data_officer"
    BUSINESS_SUPPORT = "business_support"
    LEGAL = "legal"
    HEAD_TEACHER = "head_teacher"
    SCHOOL_OFFICE = "school_office"
    PROVIDER = "provider"
    PARTNER = "partner"
    INFORMATION_GOVERNANCE = "information_governance"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as a person reads it."""
        return _LABELS.get(self, self.value.replace("_", " ").capitalize())


_LABELS = {
    Role.COMPLIANCE_MANAGER: "Cohesion and compliance manager",
    Role.PARTIAL_EDUCATION_COORDINATOR: "Partial education coordinator",
    Role.MEDICAL_COORDINATOR: "Medical needs coordinator (named officer)",
    Role.SCHOOL_ATTENDANCE_LEAD: "School attendance champion",
    Role.HOME_EDUCATION_OFFICER: "Elective home education officer",
    Role.HOME_EDUCATION_CONSULTANT: "Elective home education consultant",
    Role.MISSING_EDUCATION_OFFICER: "Children missing education officer",
    Role.PLAN_COORDINATOR: "EHC plan coordinator",
}

# People who work in a school or for one: their home is the school's, and their schools are SchoolStaff rows.
SCHOOL_ROLES = frozenset({Role.HEAD_TEACHER, Role.SCHOOL_OFFICE, Role.SCHOOL_ATTENDANCE_LEAD})
