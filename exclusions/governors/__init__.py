"""The governing board’s part: notice, meeting, representations, decision."""
