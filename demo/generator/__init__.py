"""The demonstration: one invented authority's children, families and exclusions, made from a seed and a day."""
