"""Addresses of an administrator's pages about people."""

from django.urls import path

from schools.views import people, people_access, people_holdings

_PERSON = "authority/people/<uuid:user_uuid>/"

urlpatterns = [
    path("authority/people/", people.people, name="people"),
    path("authority/people/invite/", people.invite, name="person_invite"),
    path(_PERSON, people.person, name="person"),
    path(f"{_PERSON}change/", people.change, name="person_change"),
    path(f"{_PERSON}roles/add/", people_holdings.role_add, name="person_role_add"),
    path(f"{_PERSON}roles/<int:role_holding_id>/end/", people_holdings.role_end, name="person_role_end"),
    path(f"{_PERSON}teams/add/", people_holdings.team_add, name="person_team_add"),
    path(f"{_PERSON}teams/<int:team_membership_id>/end/", people_holdings.team_end, name="person_team_end"),
    path(f"{_PERSON}schools/add/", people_holdings.school_add, name="person_school_add"),
    path(f"{_PERSON}schools/<int:school_place_id>/end/", people_holdings.school_end, name="person_school_end"),
    path(f"{_PERSON}invite-again/", people_access.again, name="person_invite_again"),
    path(f"{_PERSON}disable/", people_access.disable, name="person_disable"),
    path(f"{_PERSON}enable/", people_access.enable, name="person_enable"),
    path(f"{_PERSON}sign-out/", people_access.sign_out, name="person_sessions_end"),
    path(f"{_PERSON}security-codes/reset/", people_access.reset_codes, name="person_security_codes_reset"),
]
