"""CAL-K: the dates that one English school has published, as a file of term dates (law pack, exclusions §10)."""

YEAR_2025 = """
,2025-09-02,2025-12-19,term,,
,2025-09-01,,inset,,
,2025-10-24,,inset,,
,2025-10-27,2025-10-31,half term,,
,2025-12-05,,inset,,
,2026-01-05,2026-03-27,term,,
,2026-02-16,2026-02-20,half term,,
,2026-04-13,2026-07-17,term,,
,2026-05-25,2026-05-29,half term,,
,2026-06-01,,inset,,
,2026-07-20,,inset,,
""".strip()

YEAR_2026 = """
,2026-09-02,2026-12-18,term,,
,2026-09-01,,inset,,
,2026-10-23,,inset,,
,2026-10-26,2026-10-30,half term,,
,2026-12-04,,inset,,
,2027-01-04,2027-03-25,term,,
,2027-02-15,2027-02-19,half term,,
,2027-04-12,2027-07-21,term,,
,2027-05-28,,inset,,
,2027-05-31,2027-06-04,half term,,
,2027-06-07,,inset,,
""".strip()

YEAR_2027 = """
,2027-09-02,2027-12-17,term,,
,2027-09-01,,inset,,
""".strip()


def calendar_file(*years: str) -> bytes:
    """The years as one file."""
    return "\n".join(["urn,from,to,kind,session,note", *years, ""]).encode()
