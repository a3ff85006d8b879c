"""The governing board's part."""

from ledger.privacy_classes import Classified

GOVERNORS = {
    "Representations": Classified(
        "case_record", none="id version", personal="case", sensitive="standing received_on made_by method"
    ),
    "GovernorsMeeting": Classified(
        "case_record",
        none="id version",
        personal="case",
        sensitive=(
            "meeting_on from_time mode remote_reason are_conditions_met place papers_sent_on listed_on replaced_on"
        ),
    ),
    "RemoteRequest": Classified(
        "case_record",
        none="id version",
        personal="case",
        sensitive="requested_on can_all_connect can_all_take_part is_fair_and_transparent",
    ),
    "GovernorsInvitation": Classified(
        "case_record", none="id version", personal="case nominee", sensitive="role invited_on attends"
    ),
    "CouncilsPart": Classified(
        "case_record", none="id version", personal="case representative", sensitive="asked_for_on attended report"
    ),
    "GovernorsOutcome": Classified(
        "case_record",
        none="id version",
        personal="case",
        sensitive="decided_by has_written_reasons decision decided_on reinstated_on",
    ),
    "OutcomeTold": Classified("case_record", none="id version", personal="case", sensitive="recipient told_on"),
}
