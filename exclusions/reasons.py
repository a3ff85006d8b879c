"""The Department for Education's reasons for an exclusion (from autumn 2020), up to three an exclusion.

Source: law pack, exclusions §8.1. `OT Other` was withdrawn; a school system's local extras are not offered.
"""

from __future__ import annotations

from django.db import models


class Reason(models.TextChoices):
    """A reason as the school census codes it."""

    PP = "PP", "Physical assault against a pupil"
    PA = "PA", "Physical assault against an adult"
    VP = "VP", "Verbal abuse or threatening behaviour against a pupil"
    VA = "VA", "Verbal abuse or threatening behaviour against an adult"
    OW = "OW", "Use or threat of use of an offensive weapon or prohibited item"
    BU = "BU", "Bullying"
    RA = "RA", "Racist abuse"
    LG = "LG", "Abuse against sexual orientation and gender identity"
    DS = "DS", "Abuse relating to disability"
    SM = "SM", "Sexual misconduct"
    DA = "DA", "Drug and alcohol related"
    DM = "DM", "Damage to property"
    TH = "TH", "Theft"
    MT = "MT", "Inappropriate use of social media or online technology"
    PH = "PH", "Wilful and repeated transgression of protective measures in place to protect public health"
    DB = "DB", "Persistent or general disruptive behaviour"


MOST_REASONS = 3
