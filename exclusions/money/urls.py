"""Addresses of the money."""

from django.urls import path

from exclusions.views import finance, money

urlpatterns = [
    path("exclusions/finance/", finance.finance_list, name="exclusions_finance"),
    path("exclusions/finance/csv", finance.finance_csv, name="exclusions_finance_csv"),
    path("exclusions/amounts/", finance.amount_list, name="per_pupil_amounts"),
    path("exclusions/amounts/<int:amount_id>/", finance.amount_change, name="per_pupil_amount_change"),
    path("cases/<str:reference>/money/amounts/", money.amounts, name="funding_amounts"),
    path("cases/<str:reference>/money/deduction/", money.deduct, name="funding_deduct"),
    path("cases/<str:reference>/money/payment-on/", money.pass_on, name="funding_pass_on"),
    path("cases/<str:reference>/money/repayment/", money.repay, name="funding_repay"),
    path("cases/<str:reference>/money/end/", money.end, name="funding_end"),
]
