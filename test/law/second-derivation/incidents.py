"""The corpus: incidents in terms of facts. It varies what a clause turns on, one at a time, and then mixes all."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reading import CLAUSES, REACHES_BY_RESIDENCE, ZONE_OF_LAW, instant, stamp

LAWS = sorted({clause.law for clause in CLAUSES} | {"ca-bc-pipa"})
FIELDS = [
    "existence", "retailer", "phase", "dates", "delivery-date", "pickup-point", "signature-recorded",
    "signatory-name-or-initials", "postal-code", "nature-of-delivery", "address", "payment", "purchaser",
]
TESTS = [
    "realRiskOfSignificantHarm", "significantHarm", "seriousHarm", "riskOfSeriousInjury", "materialPrivacyBreach",
    "riskToRightsAndFreedoms", "highRiskToRightsAndFreedoms", "definedPersonalInformation", "canReduceHarm",
    "onOrderOfRegulator", "significantIncident",
]
EXCUSES = [
    "lawEnforcementProhibits", "noticeWouldEndanger", "encryptedOrUnintelligible", "recoveredBeforeUse",
    "toldByOtherOrganisation",
]
REGIONS = ["US-CA", "US-TX", "US-NY", "CA-ON", "CA-QC", "CA-AB", "DE", "GB", "CH", "AU", "BR", "US", None]
ZONES = [
    "America/Toronto", "America/Halifax", "America/St_Johns", "America/Los_Angeles", "Pacific/Honolulu",
    "Pacific/Kiritimati", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu",
]
US = sorted(law for law in REACHES_BY_RESIDENCE if law.startswith("us-"))
SHOWN = ["delivery-date", "postal-code", "signatory-name-or-initials"]
NOON = "2026-02-10T17:00:00Z"


def later(moment, **time):
    return stamp(instant(moment) + timedelta(**time))


def times(aware=NOON, **known):
    return {"aware": aware, **known}


def row(shipments=10, region="CA-ON", fields=None, goods="ordinary", retailer="shop"):
    return {"retailer": retailer, "region": region, "shipments": shipments, "fields": fields, "goods": goods}


def party(name, kind, laws, zone="America/Toronto", **roles):
    """Roles towards others that go without saying are left out: a carrier and a retailer are in control."""
    stated = {other: role for other, role in roles.items() if role != "inControl"}
    return {"id": name, "kind": kind, "laws": sorted(laws), "zone": zone, **({"roles": stated} if stated else {})}


def incident(
    about, carrier=(), shop=(), shown=None, carrier_role="inControl", shop_role="inControl", when=None, **more
):
    """One carrier and one shop; what is not named is ordinary: ten parcels to Ontario, with a name shown."""
    return {
        "about": about,
        "parties": [
            party("carrier", "carrier", carrier, more.pop("carrier_zone", "America/Toronto"), shop=carrier_role),
            party("shop", "retailer", shop, carrier=shop_role),
        ],
        "shown": [row(fields=SHOWN)] if shown is None else shown,
        "times": {"all": when or times()},
        **more,
    }


def roles():
    """Each law with each role of the carrier, and of a hub and a supplier beside it."""
    for law in LAWS:
        for mine in ("inControl", "holder"):
            for other in (None, law, "ca-qc-private-sector-act", "ca-qc-access-act"):
                about = f"{law}: carrier is {mine}, shop under {other}"
                yield incident(about, [law], [other] if other else [], carrier_role=mine)
        yield incident(f"{law}: the shop holds for the carrier", [law], [law], shop_role="holder")
        yield incident(f"{law}: both hold", [law], [law], carrier_role="holder", shop_role="holder")
        yield with_third(f"{law}: the hub holds for both", party("keeper", "hub", [law]), law)
        yield with_third(f"{law}: a supplier holds for the carrier", party("supplier", "supplier", [law]), law)
        two = incident(f"{law}: in control for one shop and holder for the other", [law], [law])
        two["parties"][0]["roles"] = {"second": "holder"}
        two["parties"].append(party("second", "retailer", [law]))
        two["shown"].append(row(5, fields=SHOWN, retailer="second"))
        yield two


def with_third(about, third, law):
    base = incident(about, [law], [law])
    base["parties"].append(third)
    return base


def judgements():
    """Each test, recorded as met and as not met, for a carrier under all laws: it moves those laws that ask for it."""
    for test in TESTS:
        for met in (True, False):
            for mine in ("inControl", "holder"):
                about = f"{test} is {met}, {mine}"
                yield incident(about, LAWS, ["ca-pipeda"], californians(10), mine, judged={"carrier": {test: met}})
    for harm in (True, False):
        judged = {"carrier": {"realRiskOfSignificantHarm": harm, "canReduceHarm": True}}
        yield incident(f"others could reduce a harm of which there is a real risk: {harm}", ["ca-pipeda"],
        judged=judged)


def californians(many, goods="ordinary"):
    return [row(many, region, SHOWN, goods) for region in ("US-CA", "US-TX", "US-NY")]


def thresholds():
    """Each number that a clause names, at one less, the number and one more; also where some regions are unknown."""
    edges = {
        "us-ca-civil-1798-82": ("US-CA", (0, 1, 499, 500, 501)),
        "us-tx-bcc-521-053": ("US-TX", (0, 1, 249, 250, 251)),
        "us-ny-gbl-899-aa": ("US-NY", (0, 1, 2)),
        "ch-fadp": ("CH", (0, 1)),
    }
    for law, (region, numbers) in edges.items():
        for many in numbers:
            for goods in ("ordinary", "health", "ageRestricted"):
                for mine in ("inControl", "holder"):
                    shown = [row(many, region, SHOWN, goods), row(3, "CA-ON", SHOWN, goods)]
                    yield incident(f"{law}: {many} residents, {goods}, {mine}", [law], [law], shown, mine)
            shown = [row(many, region, SHOWN, "health"), row(3, "CA-ON", SHOWN, "health")]
            yield incident(f"{law}: {many} residents, not configured", ["ca-pipeda"], ["ca-pipeda"], shown)
            for unknown in (None, region.split("-")[0]):
                shown = [row(many, region, SHOWN, "health"), row(1, unknown, SHOWN, "health")]
                yield incident(f"{law}: {many} residents and one of {unknown}", [law], [law], shown)
        some = [row(300, region, SHOWN, "health"), row(300, region, ["delivery-date"], "health")]
        yield incident(f"{law}: a name of 300 of 600 residents", [law], [law], some)


def edges():
    """So many people of a region whose defined information was shown, as both state, one less and one more. Each parcel
    there is about two, who receives it and who ordered it; each one elsewhere is about one who ordered it."""
    judged = {name: {"definedPersonalInformation": True} for name in ("carrier", "shop")}
    for law, region, limit in (("us-ca-civil-1798-82", "US-CA", 500), ("us-tx-bcc-521-053", "US-TX", 249)):
        there = (limit - 1) // 2
        for people in (limit - 1, limit, limit + 1):
            parcels = ((there, region), (people - 2 * there, "CA-ON"))
            shown = [row(many, where, ["purchaser"], "health") for many, where in parcels]
            yield incident(f"{law}: {people} people", [law], [], shown, judged=judged)


def shown_fields():
    """Each field alone, with each kind of goods; nothing shown; nobody knows what was shown."""
    laws = [*US, "ca-pipeda", "eu-gdpr"]
    for goods in ("ordinary", "health", "ageRestricted"):
        for fields in [[field] for field in FIELDS] + [FIELDS, None]:
            shown = [row(600, region, fields, goods) for region in ("US-CA", "US-TX", "US-NY")]
            yield incident(f"{goods}: shown {fields}", laws, [], shown)
            yield incident(f"{goods}: shown {fields}, held for the shop", US, [], shown, "holder")
    for mine in ("inControl", "holder"):
        yield incident(f"no shipment at all, {mine}", LAWS, LAWS, [], mine)
        yield incident(f"nobody knows what, or of how many, {mine}", LAWS, LAWS, [row(None, None)], mine)


def untold_goods():
    """A carrier is not told what the parcels hold."""
    for mine in ("inControl", "holder"):
        yield incident(f"nobody told what was sold, {mine}", US, [], californians(600, None), mine)


def excuses():
    """Each excuse that a party may state, under all laws and in each role."""
    for code in EXCUSES:
        for mine in ("inControl", "holder"):
            yield incident(f"{code}, {mine}", LAWS, LAWS, californians(600, "health"), mine, stated={"carrier":
            [code]})


def editions():
    """The last second before each text, and its first two, at the law's place and at the party's."""
    for law, since in sorted({(clause.law, clause.since) for clause in CLAUSES}):
        shown = californians(600, "health") if law in US else None
        for zone in sorted({ZONE_OF_LAW.get(law, "America/Toronto"), "Pacific/Honolulu"}):
            first = first_moment(since, zone)
            for seconds in (-1, 0, 1):
                when = times(later(first, seconds=seconds))
                for mine in ("inControl", "holder"):
                    about = f"{law}: {seconds} s after {since} in {zone}, {mine}"
                    yield incident(about, [law], [law], shown, mine, when=when, carrier_zone=zone)
        starts = first_moment(since, "America/Toronto")
        names = ["determined", "material", "notified", "reported", "grown"]
        spread = times(later(starts, days=-3), **{name: later(starts, days=2 + place) for place, name in
        enumerate(names)})
        yield incident(f"{law}: known before {since}, determined after", [law], [law], shown, when=spread)
    for law, since in sorted({(clause.law, clause.since) for clause in CLAUSES if clause.by == "breach"}):
        first = first_moment(since, "America/Toronto")
        for seconds in (-1, 0, 1):
            when = times(later(first, days=9), determined=later(first, days=10), seen=later(first, seconds=seconds))
            for fields in (SHOWN, None):
                about = f"{law}: last shown {seconds} s after {since}, fields {fields}"
                yield incident(about, [law], [law], [row(fields=fields)], when=when)


def first_moment(since, zone):
    return stamp(datetime.fromisoformat(since).replace(tzinfo=ZoneInfo(zone)))


def clocks():
    """Each event recorded or not, each order of report and growth, and each zone at awkward moments."""
    known = {"determined": 1, "material": 2, "notified": 3, "reported": 4, "grown": 5}
    variants = [{}, *({name: days} for name, days in known.items()), known]
    variants += [{"reported": 5, "grown": 4}, {"reported": 4, "grown": 4}]
    for variant in variants:
        when = times(**{name: later(NOON, days=days) for name, days in variant.items()})
        for mine in ("inControl", "holder"):
            yield incident(f"recorded {variant}, {mine}", LAWS, [], californians(600, "health"), mine, when=when)
    when = times(reported=later(NOON, days=1), grown=later(NOON, days=2))
    yield incident("people in Switzerland, more after the report", ["ca-pipeda"], [], [row(5, "CH", SHOWN)], when=when)
    moments = ["2028-02-28T12:00:00Z", "2026-03-07T09:59:59Z", "2026-10-31T10:00:00Z", "2026-12-31T23:30:00Z"]
    for zone in ZONES:
        for moment in moments:
            when = times(moment, notified=later(moment, days=1))
            laws = [*US, "ca-privacy-act", "eu-gdpr"]
            yield incident(f"{zone} at {moment}", laws, [], californians(600, "health"), when=when, carrier_zone=zone)


def mixtures(many=300, seed=20261202):
    """Everything at once, at random from a fixed seed. Only random() is used, which no version of Python changed."""
    source = random.Random(seed)
    for number in range(many):
        yield {"about": f"mixture {number}", **mixture(source)}


def mixture(source):
    pick = lambda values: values[int(source.random() * len(values))]  # noqa: E731
    some = lambda values, share: [value for value in values if source.random() < share]  # noqa: E731
    aware = later("2018-01-01T00:00:00Z", seconds=int(source.random() * 9 * 365 * 86400))
    shops = [f"shop-{index}" for index in range(1 + int(source.random() * 2))]
    towards = {shop: pick(["inControl", "holder"]) for shop in shops}
    parties = [party("carrier", "carrier", some(LAWS, 0.2), pick(ZONES), **towards)]
    for shop in shops:
        role = pick(["inControl", "inControl", "holder"])
        parties.append(party(shop, "retailer", some(LAWS, 0.2), pick(ZONES), carrier=role))
    if source.random() < 0.3:
        parties.append(party("keeper", "hub", some(LAWS, 0.2), pick(ZONES)))
    shown, unknown, goods = [], source.random() < 0.2, pick(["ordinary", "health", "ageRestricted"])
    for _ in range(1 + int(source.random() * 3)):
        fields = None if unknown else some(FIELDS, 0.3) or ["existence"]
        shown.append(row(pick([0, 1, 2, 249, 250, 251, 499, 500, 501, 4500]), pick(REGIONS), fields, goods,
        pick(shops)))
    said = {"times": {}, "judged": {}, "stated": {}}
    for one in parties:
        own = later(aware, hours=int(source.random() * 72))
        events = some(["determined", "material", "notified", "reported", "grown"], 0.5)
        known = {name: later(own, minutes=int(source.random() * 40000)) for name in events}
        if "material" in known:  # A breach is determined to be material once it is determined to have occurred.
            known["material"] = max(known["material"], known.get("determined", own))
        said["times"][one["id"]] = times(own, **known)
        said["judged"][one["id"]] = {test: source.random() < 0.5 for test in some(TESTS, 0.1)}
        said["stated"][one["id"]] = some(EXCUSES, 0.1)
    return {"parties": parties, "shown": shown, **said}


def corpus():
    for kind in (roles, judgements, thresholds, edges, shown_fields, untold_goods, excuses, editions, clocks, mixtures):
        for number, one in enumerate(kind()):
            yield {"id": f"{kind.__name__.replace('_', '-')}-{number:03}", **one}
