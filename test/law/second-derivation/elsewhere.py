"""The European Union, the United Kingdom, Switzerland, Australia, California, Texas and New York."""

from reading import ASSESS, OWED, PROBABLY_NOT, clause

# --- GDPR and UK GDPR arts. 33-34 ----------------------------------------------------------------------------------


def gdpr(law, notify, authority, since):
    unintelligible = {"encryptedOrUnintelligible": "art. 34(3)(a)", "recoveredBeforeUse": "art. 34(3)(b)"}

    @clause(law, notify, "tellRegulator", authority, "art. 33(1), (3), (4)", since, "awareness", ("hours", 72))
    def tell_authority(side):
        """Words: "the controller shall without undue delay and, where feasible, not later than 72 hours after having
        become aware of it, notify [...] unless the personal data breach is unlikely to result in a risk": it is
        owed unless the exemption is shown."""
        if not side.in_control:
            return None
        return OWED if side.test("riskToRightsAndFreedoms") != PROBABLY_NOT else PROBABLY_NOT

    @clause(law, "supplement-notification", "supplementReport", authority, "art. 33(4)", since, "growth")
    def supplement(side):
        """Words: "the information may be provided in phases without undue further delay". Due where art. 33(1) is."""
        return side.in_control and side.grew_after_report() and tell_authority(side)

    @clause(
        law, "communicate-to-data-subjects", "tellIndividuals", "individuals",
        "art. 34(1)-(4)" if law == "eu-gdpr" else "art. 34(1)-(3)", since, "awareness", excuses=unintelligible,
    )
    def data_subjects(side):
        """Words: "When the personal data breach is likely to result in a high risk [...], the controller shall
        communicate the personal data breach to the data subject without undue delay." Art. 34(3) frees from this
        alone."""
        return side.in_control and side.test("highRiskToRightsAndFreedoms")

    @clause(
        law, "processor-tells-controller", "tellOtherOrganisation", "organisation", "art. 33(2)", since, "awareness",
    )
    def processor(side):
        """Words: "The processor shall notify the controller without undue delay after becoming aware of a personal data
        breach." No test of risk; it binds the processor, wherever its controller is."""
        finding = PROBABLY_NOT if side.nothing_shown() else OWED
        return [side.towards(finding, other) for other in side.holds_for]

    @clause(law, "document-breach", "keepRecord", "own-register", "art. 33(5)", since, "awareness")
    def document(side):
        """Words: "The controller shall document any personal data breaches"."""
        return side.in_control and OWED


gdpr("eu-gdpr", "notify-authority", "supervisory-authority", "2018-05-25")
gdpr("uk-gdpr", "notify-commissioner", "ICO", "2021-01-01")

# --- Directive (EU) 2022/2555 (NIS2) art. 23 -----------------------------------------------------------------------

NIS2 = ("eu-nis2", "2024-10-18")


def significant(side):
    """Art. 23(3): "severe operational disruption of the services or financial loss", or "considerable material or
    non-material damage" to others. It turns on no data and on no role: "essential and important entities"."""
    judged = side.judged("significantIncident")
    return ASSESS.confirm("significantIncident") if judged is None else OWED if judged else PROBABLY_NOT


@clause(NIS2[0], "early-warning", "tellRegulator", "nis2-csirt", "art. 23(4)(a)", NIS2[1], "awareness", ("hours", 24))
def early_warning(side):
    """Words: "in any event within 24 hours of becoming aware of the significant incident, an early warning". When it
    was found to be significant is no recorded time; knowledge of the incident is never later."""
    return significant(side)


@clause(
    NIS2[0], "incident-notification", "tellRegulator", "nis2-csirt", "art. 23(4)(b)", NIS2[1], "awareness",
    ("hours", 72),
)
def incident_notification(side):
    """Words: "in any event within 72 hours of becoming aware of the significant incident, an incident notification"."""
    return significant(side)


@clause(
    NIS2[0], "final-report", "tellRegulator", "nis2-csirt", "art. 23(4)(d)", NIS2[1], "report", ("months", 1),
)
def final_report(side):
    """Words: "a final report not later than one month after the submission of the incident notification"."""
    return significant(side)


@clause(NIS2[0], "notify-recipients", "tellOtherOrganisation", "organisation", "art. 23(1)", NIS2[1], "awareness")
def recipients(side):
    """Words: "Where appropriate, entities concerned shall notify, without undue delay, the recipients of their
    services"."""
    return [side.towards(significant(side), other) for other in side.others]


# --- Swiss FADP art. 24, Ordinance art. 15 -------------------------------------------------------------------------

SWISS = ("ch-fadp", "2023-09-01")


@clause(SWISS[0], "report-to-commissioner", "tellRegulator", "FDPIC", "art. 24(1)-(2)", SWISS[1], "awareness")
def swiss_report(side):
    """Words: "any breach of data security that is likely to lead to a high risk to the data subject's personality or
    fundamental rights as quickly as possible", by the controller."""
    return side.in_control and side.test("highRiskToRightsAndFreedoms")


@clause(SWISS[0], "supplement-report", "supplementReport", "FDPIC", "Ordinance art. 15(2)", SWISS[1], "growth")
def swiss_supplement(side):
    """Words: "[missing details follow] as quickly as possible"."""
    return side.in_control and side.grew_after_report() and side.test("highRiskToRightsAndFreedoms")


@clause(
    SWISS[0], "inform-data-subjects", "tellIndividuals", "individuals", "art. 24(4)-(5)", SWISS[1], "awareness",
    excuses={"lawEnforcementProhibits": "art. 24(5)(a)"},
)
def swiss_inform(side):
    """Words: "if this is required for their protection or if the FDPIC so requests": one judgement of both."""
    return side.in_control and side.test("onOrderOfRegulator")


@clause(
    SWISS[0], "processor-tells-controller", "tellOtherOrganisation", "organisation", "art. 24(3)", SWISS[1],
    "awareness",
)
def swiss_processor(side):
    """Words: "[the processor notifies the controller] as quickly as possible [of any breach of data security]"."""
    return [side.towards(PROBABLY_NOT if side.nothing_shown() else OWED, other) for other in side.holds_for]


@clause(SWISS[0], "document-breach", "keepRecord", "own-register", "Ordinance art. 15(4)", SWISS[1], "awareness")
def swiss_document(side):
    """Words: "The controller must document the breaches." Whether also those not reported is to be confirmed; taken
    so."""
    return side.in_control and OWED


# --- Australia, Privacy Act 1988, Part IIIC: "an entity that holds", in possession or in control -------------------


@clause(
    "au-privacy-act", "statement-to-commissioner", "tellRegulator", "OAIC", "s. 26WK", "2018-02-22", "determination",
    by="breach",
    excuses={"toldByOtherOrganisation": "s. 26WJ", "recoveredBeforeUse": "s. 26WF"},
)
def australia_statement(side):
    """The Commissioner: "A data breach that occurred before 22 February 2018 is not an eligible data breach". Of one
    that went on: "assume the data breach is subject to the NDB scheme".
    Words: "as soon as practicable after the entity becomes so aware", which is of reasonable grounds to believe, and
    not to suspect (s. 26WH); s. 26WE: "would be likely to result in serious harm"."""
    return side.test("seriousHarm")


@clause(
    "au-privacy-act", "notify-individuals", "tellIndividuals", "individuals", "s. 26WL", "2018-02-22", "determination",
    by="breach",
    excuses={"toldByOtherOrganisation": "s. 26WM", "recoveredBeforeUse": "s. 26WF"},
)
def australia_notify(side):
    """Words: "as soon as practicable after the completion of the preparation of the statement". When a statement was
    prepared is no fact that is kept; what starts the statement is never later."""
    return side.test("seriousHarm")


# --- California, Texas, New York -----------------------------------------------------------------------------------
# Each wants information of a kind that it defines. Clauses: "No field of a delivery-tracking answer is such an item";
# medical information is, and "whether a name beside goods that show a condition or a treatment is medical
# information" is uncertain. A name is what shows who signed or who ordered.

NAMES = {"signatory-name-or-initials", "purchaser"}
SIGNER = {"signature-recorded", "signatory-name-or-initials"}
ORDERER = {"payment", "purchaser"}
ALL = NAMES | SIGNER | ORDERER | {"address"}


def whose_information(side, identifying):
    """How many people of each parcel of a row, where it went and anywhere, may have information of the kind defined.

    Only somebody whom a shown field names, beside goods that show a condition or of which the party was not told.
    A party that states that such information was exposed, or was not, says it of everybody: who receives, who signed
    and who ordered. Unknown fields may be any, and of anybody.
    """

    def heads(row):
        shown = set(ALL if row["fields"] is None else row["fields"])
        stated = side.judged("definedPersonalInformation")
        if stated or (stated is None and row["fields"] is None):
            return 1 + bool(shown & SIGNER), bool(shown & ORDERER)
        if stated is False or row["goods"] in ("ordinary", "ageRestricted"):
            return 0, 0
        return bool(shown & identifying - ORDERER), bool(shown & identifying & ORDERER)

    return heads


def owed_to(side, region, rows, more_than=0, identifying=NAMES):
    """Owed to more than so many people of a region whose information of the kind defined was shown. Parcels are
    counted, and somebody may receive several: that people are more is never certain, that they are not may be."""
    if side.people(region, rows, whose_information(side, identifying)) <= more_than:
        return PROBABLY_NOT
    certain = side.judged("definedPersonalInformation") and more_than == 0
    somebody = any(row["shipments"] and region in (None, row["region"]) for row in rows)
    return OWED if certain and somebody else ASSESS.confirm("definedPersonalInformation")


CAL = "us-ca-civil-1798-82"


@clause(
    CAL, "disclose-to-residents", "tellIndividuals", "individuals", "(a)(1)-(2), (d), (j)", "2026-01-01", "discovery",
    ("days", 30),
    excuses={"lawEnforcementProhibits": "(a)(2)(B), (c)", "encryptedOrUnintelligible": "(a)(1)"},
)
def california_residents(side):
    """(a)(1): to a resident "whose unencrypted personal information was, or is reasonably believed to have been,
    acquired by an unauthorized person". (a)(2): "within 30 calendar days of discovery or notification of the data
    breach". By one who owns or licenses the data. No test of harm."""
    return side.in_control and owed_to(side, "US-CA", side.rows(side.controls_towards))


@clause(
    CAL, "sample-to-attorney-general", "tellRegulator", "CA-AG", "(f)", "2026-01-01", "individualsNotified", ("days",
    15),
    excuses={"encryptedOrUnintelligible": "(a)(1), (f)"},
)
def california_sample(side):
    """(f): "required to issue a security breach notification pursuant to this section to more than 500 California
    residents as a result of a single breach": "within 15 calendar days of notifying affected consumers"."""
    return side.in_control and owed_to(side, "US-CA", side.rows(side.controls_towards), more_than=500)


@clause(
    CAL, "holder-tells-owner", "tellOtherOrganisation", "organisation", "(b)", "2003-07-01", "discovery",
    excuses={"encryptedOrUnintelligible": "(b), (g)"},
)
def california_holder(side):
    """(b): one that "maintains computerized data that includes personal information that the individual or business
    does not own shall notify the owner or licensee [...] immediately following discovery". The law binds "in
    respect of California residents"."""
    return [side.towards(owed_to(side, None, side.rows([other])), other) for other in side.holds_for]


TEX = "us-tx-bcc-521-053"
# "information on a person's health is" sensitive, of an individual whom it identifies: an address identifies too.
IDENTIFYING = NAMES | {"address"}


@clause(
    TEX, "disclose-to-individuals", "tellIndividuals", "individuals", "§ 521.053(b), (b-1)", "2020-01-01",
    "determination",
    ("days", 60),
    excuses={"lawEnforcementProhibits": "§ 521.053(d)", "encryptedOrUnintelligible": "§ 521.053(a)"},
    question="texas-individuals",
)
def texas_individuals(side):
    """(b): "not later than the 60th day after the date on which the person determines that the breach occurred", to
    the individuals concerned. (b-1) lets those of another state be told under that state's law: the words do not
    end at the border of Texas."""
    return side.in_control and owed_to(side, None, side.rows(side.controls_towards), identifying=IDENTIFYING)


def texas_attorney_general(rule, days, since, until=None):
    @clause(
        TEX, rule, "tellRegulator", "TX-AG", "§ 521.053(i)", since, "determination", ("days", days),
        excuses={"encryptedOrUnintelligible": "§ 521.053(a)"}, question="texas-individuals", until=until,
    )
    def attorney_general(side):
        """(i), as S.B. 768 of 2023 changed it: "not later than the 30th [60th] day after the date on which the person
        determines that the breach occurred if the breach involves at least 250 residents of this state"."""
        rows = side.rows(side.controls_towards)
        return side.in_control and owed_to(side, "US-TX", rows, more_than=249, identifying=IDENTIFYING)


texas_attorney_general("notify-attorney-general", 30, "2023-09-01")
texas_attorney_general("notify-attorney-general-2020", 60, "2020-01-01", until="2023-09-01")


@clause(
    TEX, "holder-tells-owner", "tellOtherOrganisation", "organisation", "§ 521.053(c)", "2009-04-01", "discovery",
    excuses={"encryptedOrUnintelligible": "§ 521.053(a)"}, question="texas-individuals",
)
def texas_holder(side):
    """(c): "immediately after discovering the breach", to the owner; no words on residents."""
    return [
        side.towards(owed_to(side, None, side.rows([other]), identifying=IDENTIFYING), other)
        for other in side.holds_for
    ]


NEW = "us-ny-gbl-899-aa"
PLAIN = {"encryptedOrUnintelligible": "§ 899-aa(1)(b)"}


def new_york(edition, since, until=None, medical=True):
    """S2659B put thirty days into (2) and (3) on 2024-12-21. S2376B made medical information private information on
    2025-03-21: before, no field and no goods made any. Fields that nobody knows may be any."""

    def private_information(side, region, rows):
        found = owed_to(side, region, rows)
        is_open = medical or any(row["fields"] is None for row in rows)
        return found if is_open or found == OWED else PROBABLY_NOT

    @clause(
        NEW, "disclose-to-residents" + edition, "tellIndividuals", "individuals", "§ 899-aa(2)", since, "discovery",
        ("days", 30), excuses={"lawEnforcementProhibits": "§ 899-aa(2), (4)", **PLAIN}, until=until,
    )
    def residents(side):
        """(2): "made within thirty days after the breach has been discovered, except for the legitimate needs of law
        enforcement", to residents "whose private information was, or is reasonably believed to have been, accessed or
        acquired"."""
        return side.in_control and private_information(side, "US-NY", side.rows(side.controls_towards))

    @clause(
        NEW, "notify-state-agencies" + edition, "tellRegulator", "NY-AG", "§ 899-aa(8)", since, "individualsNotified",
        excuses=PLAIN, question="new-york-agencies", until=until, by="discovery",
    )
    def agencies(side):
        """(8): "When residents are notified, the State's agencies are notified too." No number is named, of people or
        days."""
        return side.in_control and private_information(side, "US-NY", side.rows(side.controls_towards))

    @clause(
        NEW, "holder-tells-owner" + edition, "tellOtherOrganisation", "organisation", "§ 899-aa(3)", since, "discovery",
        ("days", 30), excuses=PLAIN, until=until,
    )
    def holder(side):
        """(3): "immediately, provided that such notification shall be made within thirty days following discovery"."""
        return [side.towards(private_information(side, None, side.rows([other])), other) for other in side.holds_for]


new_york("", "2025-03-21")
new_york("-2024", "2024-12-21", until="2025-03-21", medical=False)
