"""The fresh stores that tests elsewhere are given."""

from sqlalchemy import create_engine, inspect, text


def test_each_test_is_given_an_empty_store_of_each_kind(store_url: str) -> None:
    engine = create_engine(store_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE used (id INTEGER)"))
    engine.dispose()
