"""A supplier has the ticket: its people hear of it and go on hearing, its clock runs on, and it comes back."""

from datetime import timedelta

from mailflow.desk.terms import State
from tests.flow.branch import ANA, BO, Branch, named, text_of, the


def test_a_ticket_goes_to_the_supplier_and_comes_back_to_its_tier(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    branch.work(branch.answer(notice, "#take"))
    told = branch.work(branch.answer(notice, "#beszállító ACME-77"))
    assert "with our supplier" in text_of(the(told, ANA))
    assert "ACME-77" not in text_of(the(told, ANA)), "their reference is the desk's own"
    assert (branch.ticket().state, branch.ticket().vendor) == (State.WAIT_VENDOR, "ACME-77")
    assert branch.ticket().running_since is not None
    assert len(named(branch.pass_time(timedelta(hours=8, minutes=1)), ANA)) == 1
    branch.work(branch.answer(notice, "#back"))
    assert (branch.ticket().state, branch.ticket().tier, branch.ticket().assignee) == (State.L1, 1, BO)
    refused = branch.work(branch.answer(notice, "#back"))
    assert "not possible" in text_of(the(refused, BO))
