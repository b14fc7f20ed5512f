import { describe, expect, it } from "@jest/globals"
import { refreshedSide } from "../../../shared/desk/alerts/refreshed-side.ts"
import { askedOfAttempt } from "../../../shared/desk/attempts/asked-of-attempts.ts"
import type { PartyRow } from "../../../shared/desk/cases/case-rows.ts"
import { coverageOfParty, lawCoverage } from "../../../shared/desk/cases/coverage-of-party.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { rulesInForce } from "../../../shared/desk/duties/due-time.ts"
import { legalQuestions } from "../../../shared/desk/duties/legal-questions.ts"
import { updateDuties } from "../../../shared/desk/duties/update-duties.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { findLaw, lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { lawSchema, replacedOn } from "../../../shared/desk/law/law.ts"
import { breachParties, partyIn, servedWorld, soleCase } from "../breach-world.ts"
import { retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

const lawOf = (id: string) => {
  const law = findLaw(id)
  if (law === undefined) throw new Error(`no law ${id}`)
  return law
}

/** The first second of each version, by hand: law, zone of party and law, second, rules that begin, rules that end. */
const edges = `
ca-pipeda | America/Toronto | 2018-11-01T04:00:00Z | report-to-commissioner notify-individuals notify-organizations keep-record
ca-privacy-act | America/Toronto | 2024-10-09T04:00:00Z | report-to-commissioner-and-secretariat notify-individuals notify-parties-to-agreement tell-institution-in-control keep-record
ca-on-fippa | America/Toronto | 2025-07-01T04:00:00Z | report-to-commissioner notify-individuals keep-record
ca-qc-access-act | America/Toronto | 2022-09-22T04:00:00Z | notify-commission notify-persons keep-register
ca-qc-access-act | America/Toronto | 2022-12-29T05:00:00Z | supplement-notice
ca-qc-access-act | America/Toronto | 2023-09-22T04:00:00Z | tell-public-body
ca-qc-private-sector-act | America/Toronto | 2022-09-22T04:00:00Z | notify-commission notify-persons keep-register
ca-qc-private-sector-act | America/Toronto | 2022-12-29T05:00:00Z | supplement-notice
ca-qc-private-sector-act | America/Toronto | 2023-09-22T04:00:00Z | tell-enterprise
ca-ab-pipa | America/Edmonton | 2010-05-01T06:00:00Z | notify-commissioner notify-individuals
ca-bc-foippa | America/Vancouver | 2023-02-01T08:00:00Z | notify-commissioner notify-individuals
eu-gdpr | Europe/Paris | 2018-05-24T22:00:00Z | notify-authority supplement-notification communicate-to-data-subjects processor-tells-controller document-breach
eu-nis2 | Europe/Paris | 2024-10-17T22:00:00Z | early-warning incident-notification final-report notify-recipients
uk-gdpr | Europe/London | 2021-01-01T00:00:00Z | notify-commissioner supplement-notification communicate-to-data-subjects processor-tells-controller document-breach
ch-fadp | Europe/Zurich | 2023-08-31T22:00:00Z | report-to-commissioner supplement-report inform-data-subjects processor-tells-controller document-breach
au-privacy-act | Australia/Sydney | 2018-02-21T13:00:00Z | statement-to-commissioner notify-individuals
us-ca-civil-1798-82 | America/Los_Angeles | 2003-07-01T07:00:00Z | holder-tells-owner
us-ca-civil-1798-82 | America/Los_Angeles | 2026-01-01T08:00:00Z | disclose-to-residents sample-to-attorney-general
us-tx-bcc-521-053 | America/Chicago | 2009-04-01T05:00:00Z | holder-tells-owner
us-tx-bcc-521-053 | America/Chicago | 2020-01-01T06:00:00Z | disclose-to-individuals notify-attorney-general-2020
us-tx-bcc-521-053 | America/Chicago | 2023-09-01T05:00:00Z | notify-attorney-general | notify-attorney-general-2020
us-ny-gbl-899-aa | America/New_York | 2024-12-21T05:00:00Z | disclose-to-residents-2024 notify-state-agencies-2024 holder-tells-owner-2024
us-ny-gbl-899-aa | America/New_York | 2025-03-21T04:00:00Z | disclose-to-residents notify-state-agencies holder-tells-owner | disclose-to-residents-2024 notify-state-agencies-2024 holder-tells-owner-2024
`
  .trim()
  .split("\n")
  .map((line) => line.split(" | "))
  .map(([law = "", zone = "", at = "", begin = "", end = ""]) => ({
    ...{ law, zone, at },
    begin: begin.split(" "),
    end: end.split(" ").filter((rule) => rule !== ""),
  }))

/** All events of a party's side at one time. */
const allAt = (at: string, law: string, timeZone: string) => ({
  timeZone,
  awareAt: at,
  determinedAt: at,
  discoveredAt: at,
  notice: { affected: 1, notified: 1, notifiedByPublicNotice: 0, firstNotifiedAt: at },
  reported: { [law]: { at, shipments: 1, fields: [] } },
  lastExposureAt: at,
})

const later = (at: string, seconds: number) => new Date(Date.parse(at) + seconds * 1_000).toISOString()

describe("the versions of rules", () => {
  it("are all in the table below", () => {
    const named = edges.flatMap(({ law, begin }) => begin.map((rule) => `${law} ${rule}`))
    expect(named.sort()).toEqual(
      lawCatalogue.flatMap(({ id, rules }) => rules.map((rule) => `${id} ${rule.id}`)).sort(),
    )
  })

  it.each(edges)("of $law in $zone change at $at, not a second before or after", ({ law, zone, at, begin, end }) => {
    const seconds = [-1, 0, 1].map(
      (one) => new Set(rulesInForce(allAt(later(at, one), law, zone), lawOf(law)).map(({ id }) => id)),
    )
    for (const rule of begin) expect([rule, ...seconds.map((one) => one.has(rule))]).toEqual([rule, false, true, true])
    for (const rule of end) expect([rule, ...seconds.map((one) => one.has(rule))]).toEqual([rule, true, false, false])
  })

  it("begin on the earlier calendar of the law and the party", () => {
    const inForce = (at: string, zone: string) =>
      rulesInForce(allAt(at, "us-tx-bcc-521-053", zone), lawOf("us-tx-bcc-521-053")).map(({ id }) => id)
    expect(inForce("2023-09-01T05:00:00Z", "Pacific/Honolulu")).toContain("notify-attorney-general")
    expect(inForce("2023-08-31T22:00:00Z", "Europe/Paris")).toContain("notify-attorney-general")
    expect(inForce("2023-08-31T21:59:59Z", "Europe/Paris")).toContain("notify-attorney-general-2020")
  })

  it("end for the roles alone that a later one names", () => {
    const texas = lawOf("us-tx-bcc-521-053")
    const rules = texas.rules
      .filter(({ kind }) => kind === "tellRegulator")
      .map((rule) => ({ ...rule, owedBy: rule.inForceFrom < "2023" ? ["inControl", "holder"] : ["inControl"] }))
    const law = lawSchema.parse({ ...texas, rules })
    const [carrier, other] = ["northpost", "mapleparcel"]
    const owed = (...roles: ("inControl" | "holder")[]) => {
      const towards = [carrier, other].slice(0, roles.length)
      const party = {
        ...retailerFacts,
        ...{ laws: [law.id], timeZone: "America/Chicago", counterparties: towards },
        roles: roles.map((role, place) => ({ with: towards[place], role })),
        determinedAt: "2024-01-01T12:00:00Z",
      }
      return deriveDuties(scenarioFacts({ parties: [party] }), [law]).map(({ rule }) => rule)
    }
    expect(owed("inControl")).toEqual(["notify-attorney-general"])
    expect(owed("holder")).toEqual(["notify-attorney-general-2020"])
    // A report is owed once: by the earlier of the two terms.
    expect(owed("holder", "inControl")).toEqual(["notify-attorney-general"])
    expect(law.rules.map((rule) => replacedOn(law, rule))).toEqual([undefined, undefined])
    expect(texas.rules.map((rule) => replacedOn(texas, rule)).filter((day) => day !== undefined)).toEqual([
      "2023-09-01",
    ])
  })

  it("give a legal test the words of the one that counts", () => {
    const newYork = lawOf("us-ny-gbl-899-aa")
    const rules = newYork.rules.map((rule) => ({
      ...rule,
      owedIf: { ...rule.owedIf, test: { ...rule.owedIf.test, words: rule.inForceFrom } },
    }))
    const law = lawSchema.parse({ ...newYork, rules })
    const asked = (awareAt: string) =>
      legalQuestions([law], { laws: [law.id], timeZone: "America/New_York", awareAt }).map(({ wording }) => wording)
    expect(asked("2025-03-20T12:00:00Z")).toEqual(["2024-12-21"])
    expect(asked("2025-03-21T12:00:00Z")).toEqual(["2025-03-21"])
    // No version counts. A duty of another time in the case may still ask the test.
    expect(asked("2024-12-20T12:00:00Z")).toHaveLength(1)
  })

  it("of one day would be two rules with one key", () => {
    const texas = lawOf("us-tx-bcc-521-053")
    const rules = texas.rules.map((rule) => ({ ...rule, inForceFrom: "2020-01-01" }))
    expect(() => lawSchema.parse({ ...texas, rules })).toThrow(/give versions of it another inForceFrom/)
  })
})

const under = (law: string, party: Partial<PartyFactsInput>) =>
  scenarioFacts({ parties: [{ ...retailerFacts, determinedAt: undefined, laws: [law], ...party }] })
const dutiesUnder = (law: string, party: Partial<PartyFactsInput>) => deriveDuties(under(law, party), lawCatalogue)

describe("a duty under a rule with versions", () => {
  const texas = "us-tx-bcc-521-053"
  const regulator = (party: Partial<PartyFactsInput>) =>
    dutiesUnder(texas, { timeZone: "America/Chicago", ...party }).find(({ kind }) => kind === "tellRegulator")

  it("has the term of the text of its time", () => {
    const before = { awareAt: "2023-08-01T12:00:00Z", determinedAt: "2023-08-31T12:00:00Z" }
    expect(regulator(before)).toMatchObject({
      rule: "notify-attorney-general-2020",
      clock: { dueAt: "2023-10-31T04:59:59Z" },
    })
    const after = { ...before, determinedAt: "2023-09-01T12:00:00Z" }
    expect(regulator(after)).toMatchObject({
      rule: "notify-attorney-general",
      clock: { dueAt: "2023-10-02T04:59:59Z" },
    })
  })

  it("runs from awareness, under the text of then, while nobody recorded the event that decides", () => {
    const clock = { startedAt: "2023-08-31T12:00:00Z", standsInFor: "determination", dueAt: "2023-10-31T04:59:59Z" }
    expect(regulator({ awareAt: "2023-08-31T12:00:00Z" })).toMatchObject({
      rule: "notify-attorney-general-2020",
      clock,
    })
  })

  it("stays one duty when an event is recorded by which another version counts", () => {
    const facts = (more: Partial<PartyFactsInput>) =>
      under(texas, { timeZone: "America/Chicago", awareAt: "2023-08-31T12:00:00Z", ...more })
    const stored = deriveDuties(facts({}), lawCatalogue)
    const next = updateDuties(
      stored,
      facts({ determinedAt: "2023-09-02T12:00:00Z" }),
      lawCatalogue,
      "2023-09-03T12:00:00Z",
    )
    expect(next.lapsed).toEqual([])
    expect(next.changed.filter(({ kind }) => kind === "tellRegulator")).toMatchObject([
      { rule: "notify-attorney-general", clock: { startedAt: "2023-09-02T12:00:00Z", dueAt: "2023-10-03T04:59:59Z" } },
    ])
  })

  it("seems not owed in New York for goods of health before these were private information, if the fields are known", () => {
    const presumed = (discoveredAt: string, more: Partial<PartyFactsInput> = {}) =>
      dutiesUnder("us-ny-gbl-899-aa", {
        ...{
          timeZone: "America/New_York",
          awareAt: "2025-04-01T12:00:00Z",
          goods: "health",
          discoveredAt,
          shipmentsByRegion: {},
        },
        exposuresByField: [{ field: "signatory-name-or-initials", shipments: 4500 }],
        ...more,
      }).map(({ rule, presumption }) => `${rule} ${presumption}`)
    expect(presumed("2025-03-21T04:00:00Z")).toEqual(["disclose-to-residents assess", "notify-state-agencies assess"])
    expect(presumed("2025-03-21T03:59:59Z")).toEqual([
      "disclose-to-residents-2024 probablyNotOwed",
      "notify-state-agencies-2024 probablyNotOwed",
    ])
    expect(presumed("2025-03-21T03:59:59Z", { unknownBecause: ["fieldsNotReported"] })).toEqual([
      "disclose-to-residents-2024 assess",
      "notify-state-agencies-2024 assess",
    ])
  })
})

describe("a law that counts from the breach itself", () => {
  const aware = { timeZone: "Australia/Sydney", awareAt: "2018-03-01T12:00:00Z", determinedAt: "2018-03-02T12:00:00Z" }
  const found = (party: Partial<PartyFactsInput>) => {
    const facts = under("au-privacy-act", { ...aware, ...party })
    const [viewer] = facts.parties
    if (viewer === undefined) throw new Error("no party")
    return [deriveDuties(facts, lawCatalogue).length, lawCoverage(viewer, lawCatalogue).laterText ?? []]
  }

  it.each([
    ["2018-02-21T12:59:59Z", [0, ["au-privacy-act"]]],
    ["2018-02-21T13:00:00Z", [2, []]],
    ["2018-02-21T13:00:01Z", [2, []]],
    // Nobody knows when: the time of awareness is taken.
    [null, [2, []]],
  ])(
    "asks of a breach that was last seen at %s: %j duties, or that its text of then is not known",
    (lastExposureAt, expected) => {
      expect(found({ lastExposureAt })).toEqual(expected)
    },
  )

  it("asks while more may have been shown, or may have been seen, than is known", () => {
    const lastExposureAt = "2018-02-01T12:00:00Z"
    expect(found({ lastExposureAt, unknownBecause: ["fieldsNotReported"] })).toEqual([2, []])
    const possiblySeen = { fields: ["postal-code"], firstAt: lastExposureAt, lastAt: "2018-02-25T12:00:00Z" }
    expect(found({ lastExposureAt, possiblySeen })).toEqual([2, []])
  })
})

const early = "2022-12-20T12:00:00Z"
const december = { awareAt: early, determinedAt: early, grownAt: early }
const quebec = "ca-qc-private-sector-act"
const reported = { [quebec]: { at: "2022-12-21T12:00:00Z", shipments: 1, fields: [] } }

describe("what a party is told of a law", () => {
  it.each<[string, Partial<PartyRow>, number, string[] | undefined]>([
    // How the tool was watched is not looked at when duties are stored: more may have been shown until the party knew.
    ["au-privacy-act", { awareAt: "2018-03-01T12:00:00Z", lastAt: "2018-02-21T12:00:00Z" }, 2, undefined],
    ["au-privacy-act", { awareAt: "2018-02-20T12:00:00Z", lastAt: "2018-02-19T12:00:00Z" }, 0, ["au-privacy-act"]],
    [quebec, december, 3, [quebec]],
    // The supplement is of another text than the report: that of the time at which more became known.
    [quebec, { ...december, reported, grownAt: "2022-12-30T12:00:00Z" }, 4, undefined],
  ])(
    "%s with %j is what its duties come from: %s duties, later text alone of %j",
    async (law, times, duties, laterText) => {
      const world = await servedWorld()
      const row = { ...partyIn(world, "leafline"), ...times }
      const [leafline] = breachParties
      if (leafline === undefined) throw new Error("no party")
      const party = { ...leafline, laws: [law] }
      const side = { row, party, duties: [], laws: lawCatalogue }
      expect(refreshedSide(soleCase(world), side, "2026-11-02T12:00:00Z").duties).toHaveLength(duties)
      expect(coverageOfParty(lawCatalogue, party, row).laterText).toEqual(laterText)
    },
  )
})

describe("an attempt", () => {
  it.each([
    ["2023-09-22T03:59:59Z", 0],
    ["2023-09-22T04:00:00Z", 1],
    ["2023-09-22T04:00:01Z", 1],
  ])("at %s is to be told to the principal by %s rule of Québec, on the party’s calendar", (detectedAt, rules) => {
    const [leafline] = breachParties.filter(({ id }) => id === "leafline")
    if (leafline === undefined) throw new Error("no party")
    const party = { ...leafline, laws: ["ca-qc-private-sector-act"], roles: [{ role: "holder" as const }] }
    expect(
      askedOfAttempt(lawCatalogue, party, { tool: "carrier:northpost", retailerId: "leafline", detectedAt }),
    ).toHaveLength(rules)
  })
})
