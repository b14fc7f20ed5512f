"""What all statutes share: who stands where, what was shown, from when a term runs, and how days are counted.

Unknown never means no: a fact that nobody knows leaves a duty to be assessed and is not held against the people
concerned.
"""

import math
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone
from typing import Optional, Tuple
from zoneinfo import ZoneInfo

CLAUSES = []

# Who these laws bind by their words on reach. All others bind by what a party is: an establishment, an institution,
# an offer to people. A few parcels into a country make nobody such a party.
# California: "conduct business in California, in respect of California residents".
# Texas: "conduct business in Texas". New York: "private information of New York residents".
# Switzerland: private persons that process personal data, "if it has effects in Switzerland".
REACHES_BY_RESIDENCE = {
    "us-ca-civil-1798-82": "US-CA",
    "us-tx-bcc-521-053": "US-TX",
    "us-ny-gbl-899-aa": "US-NY",
    "ch-fadp": "CH",
}

# The zone of the authority or the people to whom a law owes; the others have none set.
ZONE_OF_LAW = {
    "ca-privacy-act": "America/Toronto",
    "us-ca-civil-1798-82": "America/Los_Angeles",
    "us-tx-bcc-521-053": "America/Chicago",
    "us-ny-gbl-899-aa": "America/New_York",
}


KEEPERS = ("hub", "supplier")


@dataclass(frozen=True)
class Finding:
    presumption: str
    to_confirm: Tuple[str, ...] = ()
    towards: Optional[str] = None

    def confirm(self, what):
        return replace(self, to_confirm=self.to_confirm + (what,))


OWED = Finding("owed")
ASSESS = Finding("assess")
PROBABLY_NOT = Finding("probablyNotOwed")


@dataclass(frozen=True)
class Clause:
    law: str
    rule: str
    kind: str
    addressee: str
    section: str
    since: str
    starts: str
    term: Optional[Tuple[str, int]]
    excuses: dict
    question: Optional[str]
    until: Optional[str]
    by: str
    reads: object


def clause(law, rule, kind, addressee, section, since, starts, term=None, excuses=None, question=None, until=None,
by=None):
    """Enters a section. The function below it quotes the words and returns what they come to for one party. A
    question that the words leave open is named, and asked in questions.md. The text counts from the day `since` on and
    before `until`, by what starts the term or by another event that its words name."""

    def enter(reads):
        CLAUSES.append(Clause(law, rule, kind, addressee, section, since, starts, term, excuses or {}, question, until,
        by or starts, reads))
        return reads

    return enter


class Side:
    """One party of an incident, seen with the eyes of one law."""

    def __init__(self, incident, party, law):
        self.incident, self.party, self.law = incident, party, law
        self.others = [other for other in incident["parties"] if self.shares_with(other)]
        self.controls_towards = [other for other in self.others if self.role(other) == "inControl"]
        self.holds_for = [other for other in self.others if self.role(other) == "holder"]
        self.in_control = bool(self.controls_towards)
        self.times = incident["times"].get(party["id"]) or incident["times"]["all"]

    def shares_with(self, other):
        """A carrier and a retailer stand towards each other. Who merely keeps information for them stands towards both,
        and changes nothing of their own roles."""
        kinds = {self.party["kind"], other["kind"]}
        return other is not self.party and (
            kinds == {"carrier", "retailer"} or self.party["kind"] in KEEPERS and other["kind"] not in KEEPERS
        )

    def role(self, other):
        given = self.party.get("roles", {}).get(other["id"])
        if isinstance(given, dict):
            given = given.get(self.law)
        return given or ("holder" if self.party["kind"] in KEEPERS else "inControl")

    def is_bound(self, party=None):
        return self.law in (party or self.party)["laws"]

    def rows(self, within=None):
        """What was shown of the shipments that this party shares with the parties named, or with anybody."""
        mine = self.party["id"]
        ids = {other["id"] for other in (self.others if within is None else within)}
        if self.party["kind"] == "retailer":
            return [row for row in self.incident["shown"] if row["retailer"] == mine] if ids else []
        retailers = {other["id"] for other in self.others if other["kind"] == "retailer"}
        only = ids & retailers or retailers
        return [row for row in self.incident["shown"] if row["retailer"] in only] if ids else []

    def nothing_shown(self):
        return all(row["shipments"] == 0 for row in self.rows())

    def people(self, region, rows, heads):
        """At most how many people of a region (None: of any) rows are about.

        `heads` says of a row how many people of each parcel count who are where it went, and how many who ordered it:
        these may live anywhere. A row without region may be of any; one that names only the country may be of any of
        its states.
        """
        at_most = 0
        for row in rows:
            many = math.inf if row["shipments"] is None else row["shipments"]
            there, anywhere = heads(row)
            may_be = region is None or row["region"] in (None, region, region.split("-")[0])
            at_most += many * ((there if may_be else 0) + anywhere) if many else 0
        return at_most

    def is_about(self, region):
        """Whether shipments went to a region, or to nobody knows which part of its country."""
        return any(row["region"] in (region, region.split("-")[0]) and row["shipments"] != 0 for row in self.rows())

    def judged(self, test):
        return self.incident.get("judged", {}).get(self.party["id"], {}).get(test)

    def test(self, test):
        """A judgement that the statute asks of a person: without one recorded, it is to be made."""
        if self.nothing_shown():
            return PROBABLY_NOT
        judged = self.judged(test)
        return ASSESS.confirm(test) if judged is None else OWED if judged else PROBABLY_NOT

    def event(self, name):
        """From which recorded time a term runs. No determination recorded: knowledge is taken for it, never later."""
        determined = "determined" if "determined" in self.times else "aware"
        material = "material" if "material" in self.times else determined
        named = {"determination": determined, "determinedMaterial": material, "individualsNotified": "notified",
        "growth": "grown", "report": "reported"}
        return named.get(name, "aware")

    def decides(self, name):
        """The time that says which text counts: of the event named, or else of knowledge."""
        return self.last_shown() if name == "breach" else self.times.get(self.event(name)) or self.times["aware"]

    def last_shown(self):
        """Until when the breach went on. What nobody knows of it may be of any time until the party knew."""
        known = [self.times["seen"]] if "seen" in self.times else []
        open_rows = [row for row in self.rows() if row["shipments"] != 0 and None in (row["shipments"], row["fields"])]
        return max(known) if known and not open_rows and not self.nothing_shown() else max([*known, self.times["aware"]])

    def zones(self):
        return [ZoneInfo(zone) for zone in (self.party["zone"], ZONE_OF_LAW.get(self.law)) if zone]

    def towards(self, finding, other):
        return replace(finding, towards=other["id"])

    def grew_after_report(self):
        reported, grown = self.times.get("reported"), self.times.get("grown")
        return bool(reported and grown and grown > reported)


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def stamp(moment):
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def due(start, term, zones):
    """The last moment of a term.

    Hours are hours that pass, also on weekends (72 hours of GDPR art. 33(1)). Days are calendar days. The day of the
    event is left out, the last one is counted to its end (Cal. Civ. Code § 10: "The first day is left out and the last
    counted"). Extensions for holidays (§§ 7, 10) are not used: the strictest reading. Where law and party have
    different zones, the term that ends first counts.
    """
    if start is None or term is None:
        return None
    unit, many = term
    begins = instant(start)
    if unit == "hours":
        return stamp(begins + timedelta(hours=many))
    ends = []
    for zone in zones:
        day = begins.astimezone(zone).date()
        after = (months_on(day, many) if unit == "months" else day + timedelta(days=many)) + timedelta(days=1)
        ends.append(datetime.combine(after, time(), zone).astimezone(timezone.utc) - timedelta(seconds=1))
    return stamp(min(ends))


def months_on(day, many):
    """The same day so many months on, or the last of that month (Regulation 1182/71 art. 3(2)(c))."""
    years, month = divmod(day.month - 1 + many, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def in_force(moment, since, zones):
    """Whether an event was on or after the first day of a text, in any of the zones that may count."""
    return any(instant(moment).astimezone(zone).date().isoformat() >= since for zone in zones)
