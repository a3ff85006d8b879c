"""From rows to the plain values that templates show. No query and no rule stands here."""
