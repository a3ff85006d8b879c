"""Suspensions and permanent exclusions: one module a topic, each rule beside the numbers it rests on."""
