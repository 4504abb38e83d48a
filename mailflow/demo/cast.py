"""Who is who in the demo: the desk, its three agents, and the people who write to it."""

from mailflow.demo.people import Client, Person

DESK_NAME = "Danubia Support"
DESK = Person(name=DESK_NAME, short="Support", address="support@desk.example")

BO = Person(name="Bo Varga", short="Bo", address="bo@desk.example")
ZSOFI = Person(name="Balogh Zsófi", short="Zsófi", address="zsofi@desk.example", language="hu", client=Client.OUTLOOK)
DIETER = Person(
    name="Dieter Krause", short="Dieter", address="dieter@desk.example", language="de", client=Client.OUTLOOK
)
AGENTS = (BO, ZSOFI, DIETER)
"""First, second and third line; Bo leads the first."""

ANNA = Person(name="Kovács Anna", short="Anna", address="anna@konyvelo.example", language="hu")
LENA = Person(
    name="Lena Hartmann", short="Lena", address="lena@spedition.example", language="de", client=Client.OUTLOOK
)
TOM = Person(name="Tom Price", short="Tom", address="tom@bakery.example", client=Client.THUNDERBIRD)
ILONA = Person(name="Szűcs Ilona", short="Ilona", address="ilona@levelpapir.example", language="hu")
MARK = Person(name="Mark Lane", short="Mark", address="mark@bakery.example")
KURT = Person(name="Kurt Weber", short="Kurt", address="kurt@weg.example", language="de")
PETER = Person(name="Nagy Péter", short="Péter", address="peter@konyvelo.example", language="hu")
SABINE = Person(name="Sabine Roth", short="Sabine", address="sabine@spedition.example", language="de")
GRACE = Person(name="Grace Oduya", short="Grace", address="grace@bakery.example")
JUDIT = Person(name="Fehér Judit", short="Judit", address="judit@konyvelo.example", language="hu")
CUSTOMERS = (ANNA, LENA, TOM, ILONA, MARK, PETER, SABINE, GRACE, JUDIT)
BOUNCING = (KURT,)
"""Their mail leaves, and nothing reaches them."""
