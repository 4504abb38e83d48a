"""What the desk lets the model learn from: people's words, silent acceptance apart, and nothing confidential."""

from datetime import timedelta

from sqlalchemy import update

from mailflow.store import examples, schema
from tests.desk.build import reading
from tests.flow.branch import ANA, BO, Branch, the


def test_an_agents_label_is_a_lesson_with_its_sender_until_the_ticket_is_confidential(branch: Branch) -> None:
    notice = the(branch.work(branch.mail(ANA)), BO)
    branch.work(branch.answer(notice, "#category network"))
    with branch.store.read() as connection:
        [row] = examples.labelled(connection)
        assert examples.undecided(connection, 9) == []
    assert (row.head, row.label, row.requester, row.by) == ("category", "network", ANA, BO)
    with branch.store.write() as connection:
        connection.execute(update(schema.ticket).values(confidential=True))
    with branch.store.read() as connection:
        assert list(examples.labelled(connection)) == []


def test_a_solved_ticket_that_nobody_relabelled_was_silently_accepted(branch: Branch) -> None:
    branch.reading = reading(category="email")
    notice = the(branch.work(branch.mail(ANA, subject="Mail")), BO)
    with branch.store.read() as connection:
        assert examples.accepted(connection, 9) == []
        assert [row.number for row in examples.undecided(connection, 9)] == [1]
    branch.work(branch.answer(notice, "#resolve Cleared the queue."))
    branch.pass_time(timedelta(minutes=1))
    with branch.store.read() as connection:
        [row] = examples.accepted(connection, 9)
    assert (row.category, row.subject, row.requester) == ("email", "Mail", ANA)


def test_a_customer_teaches_nothing(branch: Branch) -> None:
    branch.work(branch.mail(ANA, "#category security\nIt does not print."))
    with branch.store.read() as connection:
        assert examples.labelled(connection) == []
