"""What happened in a separation, in words. No word of what is alleged."""

EVENT_LABELS = {
    "exclusions.separation_recorded": "Separation recorded",
    "exclusions.separation_reviewed": "Separation reviewed",
    "exclusions.separation_ended": "Separation ended",
    "exclusions.separation_end_corrected": "How the separation ended was corrected",
    "exclusions.separation_end_taken_back": "End of the separation taken back: it goes on",
}
