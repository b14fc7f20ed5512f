"""Canada: PIPEDA, the Privacy Act with Treasury Board policy, Ontario, Québec, Alberta, British Columbia."""

from reading import ASSESS, OWED, PROBABLY_NOT, clause

# --- PIPEDA, S.C. 2000, c. 5, and SOR/2018-64. Every duty is of "personal information under its control". ----------

PIPEDA_10_1 = "s. 10.1(1)-(2)"
PROHIBITED = {"lawEnforcementProhibits": "s. 10.1(3)"}


@clause("ca-pipeda", "report-to-commissioner", "tellRegulator", "OPC", PIPEDA_10_1, "2018-11-01", "determination")
def pipeda_report(side):
    """s. 10.1(1): "it is reasonable in the circumstances to believe that the breach creates a real risk of
    significant harm to an individual". (2): "as soon as feasible after the organization determines that the breach
    has occurred"."""
    return side.in_control and side.test("realRiskOfSignificantHarm")


@clause(
    "ca-pipeda", "notify-individuals", "tellIndividuals", "individuals", "s. 10.1(3)-(6)", "2018-11-01",
    "determination",
    excuses=PROHIBITED,
)
def pipeda_notify(side):
    """s. 10.1(6): "as soon as feasible after the organization determines that the breach has occurred". Same test.
    (3): "Unless otherwise prohibited by law", which stands here alone: it frees neither from report nor from
    record."""
    return side.in_control and side.test("realRiskOfSignificantHarm")


@clause(
    "ca-pipeda", "notify-organizations", "tellOtherOrganisation", "organisation", "s. 10.2(1)-(2)", "2018-11-01",
    "determination",
)
def pipeda_others(side):
    """s. 10.2(1): "An organization that notifies an individual of a breach of security safeguards under subsection
    10.1(3) shall notify any other organization [...] if the notifying organization believes that the other
    organization [...] may be able to reduce the risk of harm". Only one that has notified people owes it."""
    return side.in_control and "notified" in side.times and side.test("canReduceHarm")


@clause(
    "ca-pipeda", "keep-record", "keepRecord", "own-register", "s. 10.3; SOR/2018-64 s. 6", "2018-11-01",
    "determination",
)
def pipeda_record(side):
    """s. 10.3(1): "a record of every breach of security safeguards involving personal information under its
    control". SOR s. 6(1) counts from the day on which the organization determines that it occurred."""
    return side.in_control and OWED


# --- Privacy Act: Policy on Privacy Protection, Directive on Privacy Practices with Appendix B ---------------------


@clause(
    "ca-privacy-act", "report-to-commissioner-and-secretariat", "tellRegulator", "OPC+TBS",
    "Policy on Privacy Protection s. 4.2.12; Appendix B B.2.4.4-B.2.4.5", "2024-10-09", "determinedMaterial",
    ("days", 7),
)
def tbs_report(side):
    """4.2.12: "no later than seven days after the institution determines the breach is material". Days are not said
    to be working days. Material: "could reasonably be expected to create a real risk of significant harm". What it
    holds for another institution is that institution's breach, answered together with it (Directive 4.1.5)."""
    return side.in_control and side.test("materialPrivacyBreach")


@clause(
    "ca-privacy-act", "notify-individuals", "tellIndividuals", "individuals", "Appendix B B.2.3.3, B.2.3.5",
    "2024-10-09",
    "determinedMaterial",
    excuses={"lawEnforcementProhibits": "Appendix B B.2.3.3", "noticeWouldEndanger": "Appendix B B.2.3.3"},
)
def tbs_notify(side):
    """B.2.3.3: "in the event of a material privacy breach, must include notification of the affected individuals
    unless such notification would be inappropriate for security, confidentiality, legal or other reasons". B.2.3.5
    gives no term: "within a reasonable time frame"."""
    return side.in_control and side.test("materialPrivacyBreach")


@clause(
    "ca-privacy-act", "notify-parties-to-agreement", "tellOtherOrganisation", "organisation", "Appendix B B.2.3.1",
    "2024-10-09", "awareness", question="agreement",
)
def tbs_agreement(side):
    """B.2.3.1: "If personal information affected by a privacy breach is the subject of a contract,
    information-sharing agreement or information-sharing arrangement, promptly notify the parties". Any breach, not
    only a material one; that there is such a contract is to be confirmed."""
    finding = PROBABLY_NOT if side.nothing_shown() else ASSESS.confirm("agreement")
    return [side.towards(finding, other) for other in side.controls_towards]


@clause(
    "ca-privacy-act", "tell-institution-in-control", "tellOtherOrganisation", "organisation",
    "Directive on Privacy Practices s. 4.1.5", "2024-10-09", "awareness",
)
def tbs_holder(side):
    """4.1.5: "personal information that is held by the institution but is under the control of another government
    institution, promptly notifying the institution under whose control the personal information lies". Not towards
    a private firm."""
    finding = PROBABLY_NOT if side.nothing_shown() else OWED
    return [side.towards(finding, other) for other in side.holds_for if side.is_bound(other)]


@clause(
    "ca-privacy-act", "keep-record", "keepRecord", "own-register", "Appendix B B.2.4.6", "2024-10-09", "awareness",
)
def tbs_record(side):
    """B.2.4.6: "Maintain a record of all privacy breaches for a period of five years after the date the institution
    became aware of the breach." All: also one of information "held by the institution" (4.1.5)."""
    return OWED


# --- Ontario FIPPA s. 40.1: "in its custody or under its control", so for what it keeps for another too ------------


@clause("ca-on-fippa", "report-to-commissioner", "tellRegulator", "IPC", "s. 40.1", "2025-07-01", "determination")
def fippa_report(side):
    """Words: "as soon as feasible after the head determines that the theft, loss or unauthorized use or disclosure has
    occurred" (IPC), if "there is a real risk of significant harm to an individual, or in other prescribed
    circumstances"."""
    return side.test("realRiskOfSignificantHarm")


@clause(
    "ca-on-fippa", "notify-individuals", "tellIndividuals", "individuals", "s. 40.1", "2025-07-01", "determination",
    excuses={"lawEnforcementProhibits": "s. 40.1"},
)
def fippa_notify(side):
    """Words: "In these circumstances, the FIPPA Institution is also required to notify the individuals affected by the
    breach." Unless otherwise prohibited by law."""
    return side.test("realRiskOfSignificantHarm")


@clause(
    "ca-on-fippa", "keep-record", "keepRecord", "own-register", "ss. 34, 40.1", "2025-07-01", "awareness",
    question="ontario-record",
)
def fippa_record(side):
    """Words: "theft, loss or unauthorized use or disclosure of personal information": no test of harm, no time."""
    return OWED


# --- Québec: the Access Act and the Private Sector Act (P-39.1), Regulation, r. 3.1 ------------------
# "cause to believe that a confidentiality incident involving personal information the person holds has occurred":
# whoever holds, in control or not.


def quebec(law, act, register, mandate, tell):
    hampers = {"lawEnforcementProhibits": act}

    @clause(
        law, "notify-commission", "tellRegulator", "CAI", f"{act}; A-2.1, r. 3.1 s. 3", "2022-09-22", "awareness",
        question="quebec-holder",
    )
    def commission(side):
        """Words: "If the incident presents a risk of serious injury, [...] must promptly notify the Commission"."""
        return side.test("riskOfSeriousInjury")

    @clause(law, "supplement-notice", "supplementReport", "CAI", "A-2.1, r. 3.1 s. 4", "2022-12-29", "growth")
    def supplement(side):
        """r. 3.1 s. 4: "Further information must be sent to the Commission with diligence once it is known." To one
        that was notified: what was known before stands in the notice itself."""
        return side.grew_after_report() and side.test("riskOfSeriousInjury")

    @clause(
        law, "notify-persons", "tellIndividuals", "individuals", f"{act}; A-2.1, r. 3.1 s. 5", "2022-09-22",
        "awareness",
        excuses=hampers, question="quebec-holder",
    )
    def persons(side):
        """Words: "It must also notify any person whose personal information is concerned by the incident". Not "so long
        as" it could hamper an investigation: this postpones the notice to persons only."""
        return side.test("riskOfSeriousInjury")

    @clause(
        law, "keep-register", "keepRecord", "own-register", f"{register}; A-2.1, r. 3.1 ss. 7-8", "2022-09-22",
        "awareness",
    )
    def keep(side):
        """Words: "a register of confidentiality incidents, whether or not they present a risk of serious injury"."""
        return OWED

    @clause(
        law, tell, "tellOtherOrganisation", "organisation", mandate, "2023-09-22", "awareness",
        question="quebec-mandate",
    )
    def principal(side):
        """Words: "must notify the person in charge [...] without delay of any violation or attempted violation":
        also if nothing was shown. Owed to the body or enterprise of Québec for which the information is held. "Not
        if the holder is a public body or a member of a professional order"; a federal Crown corporation is no such
        body."""
        if "ca-qc-access-act" in side.party["laws"]:
            return None
        return [side.towards(OWED, other) for other in side.holds_for if side.is_bound(other)]


quebec("ca-qc-access-act", "s. 63.8", "s. 63.11", "s. 67.2", "tell-public-body")
quebec("ca-qc-private-sector-act", "s. 3.5", "s. 3.8", "s. 18.3", "tell-enterprise")

# --- Alberta PIPA: "personal information under its control" --------------------------------------------------------


@clause("ca-ab-pipa", "notify-commissioner", "tellRegulator", "OIPC-AB", "s. 34.1(1)-(2)", "2010-05-01", "awareness")
def alberta_report(side):
    """Words: "must, without unreasonable delay, provide notice to the Commissioner of any incident [...] where a
    reasonable person would consider that there exists a real risk of significant harm". No determination is named."""
    return side.in_control and side.test("realRiskOfSignificantHarm")


@clause("ca-ab-pipa", "notify-individuals", "tellIndividuals", "individuals", "s. 37.1", "2010-05-01", "awareness")
def alberta_notify(side):
    """Words: "The Commissioner may require the organization to notify individuals." Whether it did is to be
    recorded."""
    return side.in_control and side.test("onOrderOfRegulator")


# --- British Columbia FOIPPA s. 36.3: "in their custody or under their control". PIPA asks for no notice, no register.


@clause("ca-bc-foippa", "notify-commissioner", "tellRegulator", "OIPC-BC", "s. 36.3(2)(b)", "2023-02-01", "awareness")
def bc_commissioner(side):
    """Words: "must, without unreasonable delay, (a) notify an affected individual if the privacy breach could
    reasonably be expected to result in significant harm to the individual [...] and (b) notify the commissioner"."""
    return side.test("significantHarm")


@clause(
    "ca-bc-foippa", "notify-individuals", "tellIndividuals", "individuals", "s. 36.3(2)(a), (3)", "2023-02-01",
    "awareness",
    excuses={"noticeWouldEndanger": "s. 36.3(3)"},
)
def bc_individuals(side):
    """As above. (3): not if notification could result in "immediate and grave harm to the individual's safety or
    health"; the Commissioner is notified all the same."""
    return side.test("significantHarm")
