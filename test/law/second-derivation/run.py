"""Derives the duties of the whole corpus and writes them to derived.json: one rule, then one incident, a line.

The duties of a party are rows: the rule by its place in `rules`, the presumption, the recorded time from which it runs,
when it is due, what is to be confirmed, to whom it is owed, and the sections that excuse.
"""

import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent))

from derive import derive  # noqa: E402
from incidents import corpus  # noqa: E402
from reading import CLAUSES, ZONE_OF_LAW, due  # noqa: E402

HERE = Path(__file__).parent
PLACES = {(clause.law, clause.rule): place for place, clause in enumerate(CLAUSES)}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def row(duty):
    cells = [PLACES[duty["law"], duty["rule"]], duty["presumption"], duty["event"], duty["due"]]
    cells += [duty["toConfirm"], duty["towards"], duty["excusedBy"]]
    while not cells[-1]:
        cells.pop()
    return cells


def by_party(found, write):
    parties = sorted({one["party"] for one in found})
    return {party: [write(one) for one in found if one["party"] == party] for party in parties}


def line(incident):
    found = derive(incident)
    earlier = by_party(found["earlierText"], lambda one: PLACES[one["law"], one["rule"]])
    return compact({**incident, "duties": by_party(found["duties"], row), "earlierText": earlier})


def rule(clause):
    names = ("law", "rule", "kind", "addressee", "section", "since", "until", "starts", "term", "question")
    return compact({**{name: getattr(clause, name) for name in names}, "excuses": sorted(clause.excuses)})


def written():
    rules = ",\n".join(map(rule, CLAUSES))
    incidents = ",\n".join(map(line, corpus()))
    return f'{{"rules":[\n{rules}\n],\n"incidents":[\n{incidents}\n]}}\n'


def wrong_due_times():
    """The due times computed by hand that are derived otherwise."""
    for one in json.loads((HERE / "due-times.json").read_text(encoding="utf-8")):
        clause = next(clause for clause in CLAUSES if (clause.law, clause.rule) == (one["law"], one["rule"]))
        zones = [ZoneInfo(zone) for zone in (one["zone"], ZONE_OF_LAW.get(one["law"])) if zone]
        derived = due(one["event"], clause.term, zones)
        if derived != one["due"]:
            yield f"{one['law']} {one['rule']} in {one['zone']} from {one['event']}: {derived}, by hand {one['due']}"


if __name__ == "__main__":
    wrong = list(wrong_due_times())
    if wrong:
        sys.exit("\n".join(wrong))
    file, derived = HERE / "derived.json", written()
    if "--check" not in sys.argv:
        file.write_text(derived, encoding="utf-8")
    elif file.read_text(encoding="utf-8") != derived:
        sys.exit("derived.json is not what is derived now: run this without --check and commit it")
    print(f"{len(CLAUSES)} rules, {len(list(corpus()))} incidents")
