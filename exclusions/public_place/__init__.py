"""An excluded child in a public place: section 103 and the penalty notice of section 105."""
