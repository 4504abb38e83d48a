"""The report as one HTML page that needs nothing else: its figures, and pictures of how they went by week."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mailflow.desk.terms import Priority
from mailflow.plot import bars, columns, grid, lines
from mailflow.sheet import card, figure, row, sheet, table

Figures = Mapping[str, Any]
CLOCKS = {
    "first_response": ("First answer", "to the first answer by a person"),
    "next_response": ("Next answer", "from a customer's later mail to its answer"),
    "resolution": ("Resolution", "to the solution that stands"),
}
SPREAD = ("mean", "median", "p90", "p95")
WEEKS = 53
"""So many of the last weeks are drawn."""
STEPS = 20


def page(title: str, found: Figures) -> str:
    """The page as text."""
    return sheet(
        title, [_about(found), _cards(found), *_turnaround(found), *_work(found), *_model(found), *_tables(found)]
    )


def _about(found: Figures) -> str:
    since = f"opened since {found['since'][:10]}" if found["since"] else "of all times"
    out = ", ".join(f"{count} {why}" for why, count in found["left_out"].items())
    left_out = f" Left out: {out}." if out else ""
    return (
        f"<p class=soft>{found['tickets']} tickets {since}, as of {found['until'][:16].replace('T', ' ')} UTC. "
        f"Hours; net is working time, gross the wall's.{left_out}</p>"
    )


def _cards(found: Figures) -> str:
    first, solved = found["first_response"], found["resolution"]
    cards = [
        (_hours(first["net"]), "to the first answer, mean net"),
        (_percent(first["in_target"]), "first answers in target"),
        (_hours(solved["net"]), "to the solution, mean net"),
        (_percent(solved["in_target"]), "solutions in target"),
        (_percent(found["first_contact_resolution"]), "solved at first contact"),
        (_percent(found["reopened"]), "reopened"),
        (str(found["open"]), "open now"),
        (f"{found['ratings']['mean']} of 5" if found["ratings"]["n"] else "–", "mean rating"),
    ]
    return row(card(value, name) for value, name in cards)


def _hours(spread: Figures | None) -> str:
    return f"{spread['mean']:.1f} h" if spread else "–"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


# --- how soon


def _turnaround(found: Figures) -> Iterator[str]:
    weeks = found["weeks"][-WEEKS:]
    yield "<h2>Turnaround</h2>"
    yield row(
        figure(_by_priority(weeks, clock), f"{CLOCKS[clock][0]}: mean net hours of each week's, by priority.")
        for clock in ("first_response", "resolution")
    )
    in_target = {
        CLOCKS[name][0]: [each[name]["in_target"] for each in weeks] for name in ("first_response", "resolution")
    }
    yield row([figure(lines(_names(weeks), in_target, most=1), "The share in target, by week.")])


def _tables(found: Figures) -> Iterator[str]:
    yield "<h2>Turnaround in figures</h2>"
    for clock, (name, about) in CLOCKS.items():
        yield f"<h3>{name}</h3><p class=soft>Hours {about}.</p>{_clock_table(found[clock])}"


def _by_priority(weeks: Sequence[Figures], clock: str) -> str:
    series = {
        priority.value: [each[clock]["mean_by_priority"].get(priority.value) for each in weeks] for priority in Priority
    }
    return lines(_names(weeks), series, unit=" h")


def _clock_table(clock: Figures) -> str:
    names = ("", "n", "in target", *(f"{kind} {each}" for kind in ("net", "gross") for each in SPREAD))
    rows = [_clock_row("all", clock)]
    for group in ("priority", "kind", "category", "tier"):
        rows += [_clock_row(key, measured) for key, measured in clock[f"by_{group}"].items()]
    return table(names, rows, digits=1)


def _clock_row(name: str, measured: Figures) -> list[Any]:
    spreads = [(measured[kind] or {}).get(each) for kind in ("net", "gross") for each in SPREAD]
    return [name, measured["n"], _percent(measured["in_target"]), *spreads]


# --- what there was to do


def _work(found: Figures) -> Iterator[str]:
    weeks, backlog, flow = found["weeks"][-WEEKS:], found["backlog"], found["flow"]
    moved = {name: [each[key] for each in weeks] for name, key in _MOVED.items()}
    yield "<h2>Backlog</h2>"
    age = backlog["age"]
    old = f" Half are older than {age['median']:.0f} h, one in ten than {age['p90']:.0f} h." if age else ""
    yield row(
        [
            figure(lines(_names(weeks), moved), "Tickets by week."),
            figure(bars(backlog["by_age"]), f"The age of the {backlog['n']} that are open.{old}"),
            figure(bars(backlog["by_state"], left=130), "Where they stand."),
            figure(bars(backlog["by_priority"]), "How urgent they are."),
        ]
    )
    yield "<h2>Categories</h2>"
    yield row([figure(_topics(weeks), "Tickets opened by week, by what they are about.")])
    yield "<h2>Flow</h2>"
    counts = {(each["from"], each["to"]): each["n"] for each in flow}
    ends = [*dict.fromkeys(each["to"] for each in flow)]
    starts = [*dict.fromkeys(each["from"] for each in flow)]
    steps = [(f"{each['from']} to {each['to']}", each["n"], each["median"]) for each in flow[:STEPS]]
    yield row(
        [
            figure(grid(starts, ends, counts, left=130), "From the state at the left to the one above, how often."),
            figure(table(("from and to", "times", "median hours before"), steps, digits=1), "The most usual steps."),
        ]
    )
    yield "<h2>Ratings</h2>"
    yield row([figure(bars(found["ratings"]["by_rating"]), f"{found['ratings']['n']} customers, 5 is best.")])


_MOVED = {"opened": "opened", "solved": "solved", "open at its end": "open_at_end"}


def _topics(weeks: Sequence[Figures]) -> str:
    totals: dict[str, int] = {}
    for week in weeks:
        for name, count in week["by_category"].items():
            totals[name] = totals.get(name, 0) + count
    names = sorted(totals, key=lambda name: (-totals[name], name))
    return columns(_names(weeks), {name: [week["by_category"].get(name, 0) for week in weeks] for name in names})


def _names(weeks: Sequence[Figures]) -> list[str]:
    return [each["week"][2:] for each in weeks]


# --- the model


def _model(found: Figures) -> Iterator[str]:
    weeks = found["model"][-WEEKS:]
    heads = sorted({head for each in weeks for head in each["heads"]})
    right = {head: [each["heads"].get(head, {}).get("accuracy") for each in weeks] for head in heads}
    sure = {
        "asked a person": [each["unsure"] for each in weeks],
        "left as they were, when sure": [each["uncorrected_when_sure"] for each in weeks],
    }
    yield "<h2>The model</h2>"
    yield row(
        [
            figure(
                lines(_names(weeks), sure, most=1),
                "Tickets of which it was not sure, and what people left of the others.",
            ),
            figure(
                lines(_names(weeks), right, most=1),
                "Right by head, where a person decided. They speak where something is wrong, so this is a lower bound.",
            ),
        ]
    )
