"""Derives the duties of the whole corpus and writes them to derived.json: one rule, then one incident, a line.

The duties of a party are rows: the rule by its place in `rules`, the presumption, the recorded time from which it runs,
when it is due, what is to be confirmed, to whom it is owed, and the sections that excuse.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from derive import derive  # noqa: E402
from incidents import corpus  # noqa: E402
from reading import CLAUSES  # noqa: E402

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
    names = ("law", "rule", "kind", "addressee", "section", "since", "starts", "term", "question")
    return compact({**{name: getattr(clause, name) for name in names}, "excuses": sorted(clause.excuses)})


def written():
    rules = ",\n".join(map(rule, CLAUSES))
    incidents = ",\n".join(map(line, corpus()))
    return f'{{"rules":[\n{rules}\n],\n"incidents":[\n{incidents}\n]}}\n'


if __name__ == "__main__":
    (HERE / "derived.json").write_text(written(), encoding="utf-8")
    print(f"{len(CLAUSES)} rules, {len(list(corpus()))} incidents")
