import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { defaultDutyTargets } from "../../../shared/desk/duties/default-targets.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { dueTime } from "../../../shared/desk/duties/due-time.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { dutyKey } from "../../../shared/desk/duties/duty-key.ts"
import { timesOf } from "../../../shared/desk/duties/duty-target.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { carrierFacts, retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

const factsOf = (party: Partial<PartyFactsInput>) => scenarioFacts({ parties: [{ ...retailerFacts, ...party }] })
const derive = (party: Partial<PartyFactsInput>): readonly Duty[] => deriveDuties(factsOf(party), lawCatalogue)
const find = (duties: readonly Duty[], kind: Duty["kind"]): Duty => {
  const duty = duties.find((candidate) => candidate.kind === kind)
  if (duty === undefined) throw new Error(`no duty ${kind}`)
  return duty
}

describe("the duties of a case", () => {
  it("come from each party's own laws, not from the incident", () => {
    const duties = deriveDuties(scenarioFacts(), lawCatalogue)
    expect(duties.map(dutyKey)).toEqual([
      "leafline#ca-on-fippa#tellRegulator",
      "leafline#ca-on-fippa#tellIndividuals",
      "leafline#ca-on-fippa#keepRecord",
      "northpost#ca-privacy-act#tellRegulator",
      "northpost#ca-privacy-act#tellIndividuals",
      "northpost#ca-privacy-act#tellOtherOrganisation#leafline",
      "northpost#ca-privacy-act#tellOtherOrganisation#maplebooks",
      "northpost#ca-privacy-act#keepRecord",
    ])
    expect(duties.every(({ state }) => state === "open")).toBe(true)
  })

  it("of a holder under the GDPR are to notify the owner and nothing else", () => {
    expect(derive({ laws: ["eu-gdpr"], roles: [{ role: "holder" }] }).map(({ kind, rule }) => [kind, rule])).toEqual([
      ["tellOtherOrganisation", "processor-tells-controller"],
    ])
  })

  it("follow the role of each pair: a carrier holds data for one retailer and decides about that of another", () => {
    const notice = { affected: 10, notified: 0, notifiedByPublicNotice: 0 }
    const carrier: Partial<PartyFactsInput> = {
      ...carrierFacts,
      laws: ["eu-gdpr"],
      counterparties: ["leafline", "maplebooks"],
      byRetailer: [
        { retailer: "leafline", notice },
        { retailer: "maplebooks", notice },
      ],
      notice: { ...notice, affected: 20 },
      shipments: 20,
    }
    const owed = (roles: PartyFactsInput["roles"]) =>
      derive({ ...carrier, roles }).map(({ kind, towards = "" }) => `${kind} ${towards}`.trim())
    expect(owed([{ with: "leafline", role: "holder" }])).toEqual([
      "tellRegulator",
      "tellIndividuals maplebooks",
      "tellOtherOrganisation leafline",
      "keepRecord",
    ])
    expect(owed([{ role: "holder" }])).toEqual(["tellOtherOrganisation leafline", "tellOtherOrganisation maplebooks"])
    // The entry that says most counts, and an entry for another law says nothing here.
    expect(owed([{ role: "holder" }, { with: "maplebooks", role: "inControl" }])).toContain(
      "tellIndividuals maplebooks",
    )
    expect(owed([{ law: "ca-pipeda", role: "holder" }])).toEqual([
      "tellRegulator",
      "tellIndividuals leafline",
      "tellIndividuals maplebooks",
      "keepRecord",
    ])
  })

  it("of a party under two laws are owed under both", () => {
    expect(derive({ laws: ["ca-pipeda", "eu-gdpr"] })).toHaveLength(7)
  })

  it("do not follow from a rule that was not yet in force", () => {
    const known = (awareAt: string) => derive({ awareAt, determinedAt: awareAt })
    expect(known("2025-06-30T12:00:00Z")).toEqual([])
    expect(known("2025-07-01T12:00:00Z")).toHaveLength(3)
    expect(known("2025-07-01T02:00:00Z")).toEqual([])
  })

  it("follow from a rule that came into force between awareness and the event that starts its clock", () => {
    expect(derive({ awareAt: "2025-06-30T12:00:00Z", determinedAt: "2025-07-01T12:00:00Z" })).toHaveLength(3)
  })

  it("follow from a rule once it is in force at the law's place, though the party's day is still the one before", () => {
    const times = { awareAt: "2024-10-09T04:00:00Z", determinedAt: "2024-10-09T04:00:00Z" }
    expect(derive({ ...times, laws: ["ca-privacy-act"], timeZone: "Pacific/Honolulu" })).not.toEqual([])
  })

  it("seem not owed in California, whose definition covers no field of a tracking answer", () => {
    const duties = derive({ laws: ["us-ca-civil-1798-82"] })
    expect(duties.map(({ presumption }) => presumption)).toEqual(["probablyNotOwed", "probablyNotOwed"])
  })

  it.each([
    ["us-ca-civil-1798-82", "health", "signatory-name-or-initials", "assess"],
    ["us-tx-bcc-521-053", "health", "signatory-name-or-initials", "assess"],
    ["us-ny-gbl-899-aa", "health", "signatory-name-or-initials", "assess"],
    ["us-ca-civil-1798-82", "health", "delivery-date", "probablyNotOwed"],
    ["us-ca-civil-1798-82", "ageRestricted", "signatory-name-or-initials", "probablyNotOwed"],
    ["us-ca-civil-1798-82", "ordinary", "signatory-name-or-initials", "probablyNotOwed"],
  ] as const)("under %s of a retailer of %s goods that exposed %s are to be: %s", (law, goods, field, presumption) => {
    const duties = derive({ laws: [law], goods, exposuresByField: [{ field, shipments: 4500 }], shipmentsByRegion: {} })
    expect(find(duties, "tellIndividuals").presumption).toBe(presumption)
  })

  it("of a rule with several conditions need each of them", () => {
    const [gdpr] = lawCatalogue.filter(({ id }) => id === "eu-gdpr")
    if (gdpr === undefined) throw new Error("no GDPR")
    const supplements = gdpr.rules.filter(({ kind }) => kind === "supplementReport")
    const rules = supplements.map((rule) => ({ ...rule, owedIf: { ...rule.owedIf, notifiedPeople: true as const } }))
    const notice = { affected: 4500, notified: 1, firstNotifiedAt: "2026-11-05T12:00:00Z" }
    const reported = { "eu-gdpr": { at: "2026-11-05T12:00:00Z", shipments: 1, fields: [] } }
    const derived = (party: Partial<PartyFactsInput>) =>
      deriveDuties(factsOf({ laws: ["eu-gdpr"], notice: { affected: 4500, notified: 0 }, ...party }), [
        { ...gdpr, rules },
      ])
    expect(derived({ notice })).toEqual([])
    expect(derived({ reported })).toEqual([])
    expect(derived({ notice, reported })).toHaveLength(1)
  })

  it("depend on the number of residents, and take people of no known region for residents", () => {
    const [texas] = lawCatalogue.filter(({ id }) => id === "us-tx-bcc-521-053")
    if (texas === undefined) throw new Error("no law of Texas")
    // A definition that covers what was exposed, so that only the number of residents decides.
    const rules = texas.rules.map((rule) => ({
      ...rule,
      owedIf: { ...rule.owedIf, definitionCovers: { fieldsAmong: ["postal-code"], goodsAmong: [] } },
    }))
    type Fields = Partial<Parameters<typeof factsOf>[0]>
    const presumed = (shipments: number, shipmentsByRegion: Record<string, number>, fields: Fields = {}) => {
      const exposuresByField = [{ field: "postal-code", shipments }]
      const facts = factsOf({ laws: ["us-tx-bcc-521-053"], shipments, shipmentsByRegion, exposuresByField, ...fields })
      return find(deriveDuties(facts, [{ ...texas, rules }]), "tellRegulator").presumption
    }
    expect(presumed(4500, { "US-TX": 250, "US-CA": 4250 })).toBe("assess")
    expect(presumed(4500, { "US-TX": 249, "US-CA": 4251 })).toBe("probablyNotOwed")
    expect(presumed(4500, { "US-TX": 249, "US-CA": 4250, unknown: 1 })).toBe("assess")
    // Shipments of before regions were kept.
    expect(presumed(4500, {})).toBe("assess")
    expect(presumed(249, {})).toBe("probablyNotOwed")
    // Of those that were only possibly exposed, all but the ones that went elsewhere may be of residents.
    const possibly = (possibleByRegion: Record<string, number>) =>
      presumed(100, { "US-CA": 100 }, { possibleShipments: 300, possibleByRegion })
    expect(possibly({ "US-TX": 249, "US-CA": 51 })).toBe("probablyNotOwed")
    expect(possibly({ "US-TX": 249, "US-CA": 50, unknown: 1 })).toBe("assess")
    expect(possibly({ "US-CA": 50 })).toBe("assess")

    const of = (...fields: string[]) => ({
      exposuresByField: ["postal-code", ...fields].map((field) => ({ field, shipments: 4500 })),
    })
    // Who signed and who receives are two residents; who ordered may live in Texas although the parcel went elsewhere.
    expect(presumed(4500, { "US-TX": 124, "US-CA": 4376 }, of("signatory-name-or-initials"))).toBe("probablyNotOwed")
    expect(presumed(4500, { "US-TX": 125, "US-CA": 4375 }, of("signatory-name-or-initials"))).toBe("assess")
    expect(presumed(4500, { "US-TX": 1, "US-CA": 4499 }, of("purchaser"))).toBe("assess")
    expect(presumed(4500, { "US-TX": 1, "US-CA": 4499 }, of("payment"))).toBe("assess")
    expect(presumed(4500, { "US-TX": 125, "US-CA": 4375 }, of("signature-recorded"))).toBe("assess")
    // Nobody knows how many more there are.
    expect(presumed(1, { "US-CA": 1 }, { unknownBecause: ["nothingFound"] })).toBe("assess")
  })

  it("under a definition are not called unlikely while other fields may have been shown", () => {
    const law = { laws: ["us-ca-civil-1798-82"], goods: "health" as const, shipmentsByRegion: {} }
    const presumed = (more: Partial<Parameters<typeof factsOf>[0]>) =>
      find(
        derive({ ...law, exposuresByField: [{ field: "delivery-date", shipments: 4500 }], ...more }),
        "tellIndividuals",
      ).presumption
    expect(presumed({ unknownBecause: ["carrierOutside"] })).toBe("assess")
    const possiblySeen = {
      fields: ["signatory-name-or-initials"],
      firstAt: "2026-10-30T02:11:09Z",
      lastAt: "2026-10-30T02:11:09Z",
    }
    expect(presumed({ possibleShipments: 1, possiblySeen })).toBe("assess")
    expect(presumed({})).toBe("probablyNotOwed")
  })

  it("to tell others who can reduce the harm arise only once people are notified (PIPEDA s. 10.2(1))", () => {
    const { notice: _notice, ...nobodyToldYet } = retailerFacts
    const before = deriveDuties(scenarioFacts({ parties: [{ ...nobodyToldYet, laws: ["ca-pipeda"] }] }), lawCatalogue)
    expect(before.map(({ kind }) => kind)).toEqual(["tellRegulator", "tellIndividuals", "keepRecord"])
    expect(derive({ laws: ["ca-pipeda"] }).map(({ kind }) => kind)).toContain("tellOtherOrganisation")
  })

  it("to the authority are owed under GDPR art. 33(1) until the party shows that a risk is unlikely", () => {
    const duties = derive({ laws: ["eu-gdpr"] })
    expect(find(duties, "tellRegulator")).toMatchObject({ presumption: "owed", test: "riskToRightsAndFreedoms" })
    expect(find(duties, "tellIndividuals")).toMatchObject({
      presumption: "assess",
      test: "highRiskToRightsAndFreedoms",
    })
  })

  it("to keep the record are owed whatever the risk; to notify people are to be assessed", () => {
    const duties = derive({})
    expect(find(duties, "keepRecord").presumption).toBe("owed")
    expect(find(duties, "tellIndividuals").presumption).toBe("assess")
  })
})

describe("the clock of a duty", () => {
  it("counts the seven days of Treasury Board policy from determination to the end of the seventh day in Ottawa", () => {
    const { clock } = find(derive({ ...carrierFacts, determinedAt: "2026-11-03T18:30:00Z" }), "tellRegulator")
    expect(clock).toMatchObject({
      startedAt: "2026-11-03T18:30:00Z",
      dueAt: "2026-11-11T04:59:59Z",
      dueIs: "legalDeadline",
    })
  })

  it("counts the GDPR's 72 hours from awareness, elapsed, over a weekend and a change of clocks", () => {
    const { clock } = find(
      derive({ laws: ["eu-gdpr"], timeZone: "Europe/Paris", awareAt: "2026-10-23T20:00:00Z" }),
      "tellRegulator",
    )
    expect(clock).toMatchObject({ dueAt: "2026-10-26T20:00:00Z", dueIs: "legalDeadline" })
  })

  it("counts California's thirty calendar days from discovery", () => {
    const { clock } = find(
      derive({
        laws: ["us-ca-civil-1798-82"],
        timeZone: "America/Los_Angeles",
        discoveredAt: "2026-02-20T18:00:00Z",
        awareAt: "2026-02-20T19:00:00Z",
      }),
      "tellIndividuals",
    )
    expect(clock.dueAt).toBe("2026-03-23T06:59:59Z")
  })

  it("starts at awareness if a discovery is stated that came after it", () => {
    const times = { awareAt: "2026-02-20T19:00:00Z", discoveredAt: "2026-02-27T19:00:00Z" }
    const { clock } = find(derive({ laws: ["us-ca-civil-1798-82"], ...times }), "tellIndividuals")
    expect(clock).toMatchObject({ from: "discovery", startedAt: times.awareAt })
  })

  it("of the sample for the Attorney General stays until people are notified", () => {
    const laws = ["us-ca-civil-1798-82"]
    const { notice: _notice, ...retailer } = retailerFacts
    const before = deriveDuties(scenarioFacts({ parties: [{ ...retailer, laws }] }), lawCatalogue)
    expect(find(before, "tellRegulator").clock).toMatchObject({ startedAt: null, dueAt: null })
    const after = derive({ laws, timeZone: "America/Los_Angeles" })
    expect(find(after, "tellRegulator").clock.dueAt).toBe("2026-11-20T07:59:59Z")
  })

  it("is called a target, with the reason, if the law names no time", () => {
    const { clock } = find(derive({}), "tellRegulator")
    expect(clock).toMatchObject({ dueAt: "2026-11-06T15:00:00Z", dueIs: "target" })
    expect(clock.basis).toContain("The law names no term")
  })

  it.each([
    ["a standard and an outer limit in days", "us-tx-bcc-521-053", "2026-11-04T18:00:00Z", "2027-01-01T05:59:59Z"],
    ["a limit as short as the target for its standard", "eu-gdpr", "2026-11-03T18:00:00Z", "2026-11-04T18:00:00Z"],
    ["a limit alone", "us-ca-civil-1798-82", undefined, "2026-12-02T05:59:59Z"],
    ["a standard alone", "ca-pipeda", "2026-11-04T18:00:00Z", "2026-11-04T18:00:00Z"],
  ])("has a target apart from the legal deadline, if its law has both: %s", (_, law, targetAt, dueAt) => {
    const at = "2026-11-01T18:00:00Z"
    const times = { timeZone: "America/Chicago", awareAt: at, discoveredAt: at, determinedAt: at }
    const kind = law === "us-tx-bcc-521-053" || law === "us-ca-civil-1798-82" ? "tellIndividuals" : "tellRegulator"
    const duty = find(derive({ ...times, laws: [law] }), kind)
    const dueIs = law === "ca-pipeda" ? "target" : "legalDeadline"
    expect(timesOf(duty, lawCatalogue)).toEqual({ dueAt, dueIs, ...(targetAt === undefined ? {} : { targetAt }) })
    expect(timesOf({ ...duty, clock: { ...duty.clock, startedAt: null, dueAt: null } }, lawCatalogue)).toEqual({})
  })

  it("takes the deployment's own target", () => {
    const duties = deriveDuties(factsOf({}), lawCatalogue, { ...defaultDutyTargets, asSoonAsFeasibleHours: 24 })
    expect(find(duties, "tellRegulator").clock.dueAt).toBe("2026-11-04T15:00:00Z")
  })

  it("runs from awareness while no determination is recorded, and says so", () => {
    const { determinedAt: _undetermined, ...party } = retailerFacts
    const duties = deriveDuties(scenarioFacts({ parties: [party] }), lawCatalogue)
    expect(find(duties, "tellRegulator").clock).toMatchObject({
      startedAt: retailerFacts.awareAt,
      standsInFor: "determination",
    })
  })

  it("of calendar days ends with the last second of a local day, any day and any zone", () => {
    const zones = fc.constantFrom(
      "America/Toronto",
      "America/St_Johns",
      "America/Los_Angeles",
      "Europe/Paris",
      "Pacific/Apia",
      "UTC",
    )
    const instants = fc
      .integer({ min: 1_700_000_000, max: 1_900_000_000 })
      .map((seconds) => new Date(seconds * 1000).toISOString())
    fc.assert(
      fc.property(instants, zones, fc.integer({ min: 1, max: 60 }), (start, zone, amount) => {
        const due = dueTime(start, { kind: "within", amount, unit: "calendarDays", from: "awareness" }, zone)
        const local = (iso: string, plusSeconds = 0) =>
          new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(
            new Date(Date.parse(iso) + plusSeconds * 1000),
          )
        const days = (Date.parse(local(due)) - Date.parse(local(start))) / 86_400_000
        expect(days).toBe(amount)
        expect(local(due, 1)).not.toBe(local(due))
      }),
    )
  })

  it("refuses a time zone that does not exist", () => {
    expect(() =>
      dueTime("2026-01-01T00:00:00Z", { kind: "within", amount: 1, unit: "hours", from: "awareness" }, "Mars/Olympus"),
    ).toThrow()
  })
})
