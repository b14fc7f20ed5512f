"""The duties of an incident, from the words of the statutes alone. Each function names its section and quotes it."""

from dataclasses import replace

import canada  # noqa: F401  (enters its clauses)
import elsewhere  # noqa: F401
from reading import CLAUSES, REACHES_BY_RESIDENCE, Side, due, in_force


def laws_of(incident, party):
    """The laws that bind a party by what it is, and whether those that bind by residence come in by its shipments."""
    side = Side(incident, party, "")
    laws = {law: True for law in party["laws"]}
    for law, region in REACHES_BY_RESIDENCE.items():
        if law not in laws and side.is_about(region):
            laws[law] = False
    return laws


def findings(clause, side):
    found = clause.reads(side)
    return found if isinstance(found, list) else [found] if found else []


def bound_by_mandate(incident, party, laws):
    """Québec's ss. 67.2 and 18.3 bind whoever keeps information for a body or an enterprise of Québec, by its
    mandate."""
    for law in ("ca-qc-access-act", "ca-qc-private-sector-act"):
        side = Side(incident, party, law)
        if law not in laws and any(side.is_bound(other) for other in side.holds_for):
            yield law


def has_earlier(clause):
    """Whether the text that this one replaced was read too."""
    return any((one.law, one.kind, one.until) == (clause.law, clause.kind, clause.since) for one in CLAUSES)


def derive(incident):
    """The duties, sorted, and the rules of which only a later text was read than the one of the time."""
    duties, earlier = [], []
    for party in incident["parties"]:
        laws = laws_of(incident, party)
        mandates = list(bound_by_mandate(incident, party, laws))
        for clause in CLAUSES:
            by_mandate = clause.law in mandates and clause.rule in ("tell-public-body", "tell-enterprise")
            if clause.law not in laws and not by_mandate:
                continue
            side = Side(incident, party, clause.law)
            for found in findings(clause, side):
                if not by_mandate and not laws[clause.law]:
                    presumption = "assess" if found.presumption == "owed" else found.presumption
                    found = replace(found.confirm("reach"), presumption=presumption)
                event = side.event(clause.starts)
                start = side.times.get(event)
                counts = lambda day: in_force(side.decides(clause.by), day, side.zones())  # noqa: B023, E731
                if not counts(clause.since):
                    if not has_earlier(clause):
                        earlier.append({"party": party["id"], "law": clause.law, "rule": clause.rule, "before":
                        clause.since})
                    continue
                if clause.until and counts(clause.until):
                    continue
                duties.append(
                    {
                        "party": party["id"],
                        "law": clause.law,
                        "rule": clause.rule,
                        "kind": clause.kind,
                        "addressee": clause.addressee,
                        "towards": found.towards,
                        "presumption": found.presumption,
                        "toConfirm": sorted(found.to_confirm),
                        "event": event if start else None,
                        "start": start,
                        "due": due(start, clause.term, side.zones()),
                        "question": clause.question,
                        "excusedBy": [
                            clause.excuses[code]
                            for code in incident.get("stated", {}).get(party["id"], [])
                            if code in clause.excuses
                        ],
                    }
                )
    key = lambda duty: (duty["party"], duty["law"], duty["rule"], duty.get("towards") or "")  # noqa: E731
    return {"duties": sorted(duties, key=key), "earlierText": sorted(earlier, key=key)}
