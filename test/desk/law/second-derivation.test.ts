import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "@jest/globals"
import { lawCoverage } from "../../../shared/desk/cases/coverage-of-party.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { applyDutyAction } from "../../../shared/desk/duties/duty-actions.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { lawsOfSide } from "../../../shared/desk/law-coverage.ts"
import { retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"
import {
  type Derived,
  dueTimesByHand,
  type Incident,
  incidents,
  type PartyOfIncident,
  questions,
  rulesOfEarlierText,
  secondDuties,
  timesOf,
} from "./second-corpus.ts"

const sum = (numbers: readonly (number | null)[]) => numbers.reduce<number>((all, one) => all + (one ?? 0), 0)

/** Rows of what was shown that a party has a part in. */
function rowsOf({ shown }: Incident, { id, kind }: PartyOfIncident) {
  return kind === "retailer" ? shown.filter(({ retailer }) => retailer === id) : shown
}

function othersOf({ parties }: Incident, party: PartyOfIncident) {
  const kindsOfOthers = {
    carrier: ["retailer"],
    retailer: ["carrier"],
    hub: ["carrier", "retailer"],
    supplier: ["carrier", "retailer"],
  }
  return parties.filter((other) => other !== party && kindsOfOthers[party.kind].includes(other.kind))
}

/** Why more may have been shown, as the product has it: finding nothing does not prove that nothing was shown. */
function unknownTo(incident: Incident, party: PartyOfIncident): PartyFactsInput["unknownBecause"] {
  const rows = rowsOf(incident, party)
  if (rows.some(({ shipments, fields }) => shipments !== 0 && (fields === null || shipments === null)))
    return ["fieldsNotReported"]
  return rows.every(({ shipments }) => shipments === 0) ? ["nothingFound"] : []
}

/** A party of an incident as the product's facts have it. */
function factsOf(incident: Incident, party: PartyOfIncident): PartyFactsInput {
  const rows = rowsOf(incident, party)
  const others = othersOf(incident, party)
  const { aware, determined, notified, reported, grown, seen = null } = timesOf(incident, party.id)
  const shipments = sum(rows.map((row) => row.shipments))
  const fields = [...new Set(rows.flatMap((row) => row.fields ?? []))]
  const shipmentsByRegion: Record<string, number> = {}
  for (const { region, shipments: many } of rows) {
    const where = region ?? "unknown"
    shipmentsByRegion[where] = (shipmentsByRegion[where] ?? 0) + (many ?? 0)
  }
  const holds = ["hub", "supplier"].includes(party.kind)
  const progress = (affected: number) => ({
    affected,
    notified: notified === undefined ? 0 : 1,
    ...(notified === undefined ? {} : { firstNotifiedAt: notified }),
  })
  const retailers = party.kind === "retailer" ? [] : others.filter(({ kind }) => kind === "retailer")
  const goods = rows[0]?.goods ?? undefined
  const told = { at: reported ?? "", shipments, fields }
  const { laws } = lawsOfSide(lawCatalogue, party.laws, { shipmentsByRegion })
  return {
    ...bare,
    party: party.id,
    kind: party.kind === "retailer" ? "retailer" : "carrier",
    ...(goods === undefined ? {} : { goods }),
    counterparties: others.map(({ id }) => id),
    roles: others
      .filter(({ id }) => holds || party.roles[id] === "holder")
      .map(({ id }) => ({ with: id, role: "holder" as const })),
    laws: [...laws],
    configuredLaws: party.laws,
    timeZone: party.zone,
    awareAt: aware,
    lastExposureAt: seen,
    ...(determined === undefined ? {} : { determinedAt: determined }),
    ...(grown === undefined ? {} : { grownAt: grown }),
    reported: reported === undefined ? {} : Object.fromEntries(laws.map((law) => [law, told])),
    shipments,
    unknownBecause: unknownTo(incident, party),
    shipmentsByRegion,
    exposuresByField: fields.map((field) => ({
      field,
      shipments: sum(rows.filter((row) => row.fields?.includes(field)).map((row) => row.shipments)),
    })),
    notice: progress(shipments),
    byRetailer: retailers.map(({ id }) => ({
      retailer: id,
      notice: progress(sum(rows.filter(({ retailer }) => retailer === id).map((row) => row.shipments))),
    })),
  }
}

const { determinedAt: _determinedAt, notice: _notice, ...bare } = retailerFacts

/**
 * What is presumed once the party has answered the legal test of the duty. A yes says nothing of how many people live
 * where; that defined information was shown stands over what the product presumes of the fields.
 */
function presumedAfter(duty: Duty, incident: Incident, expected: string | undefined): string {
  const { party, law, test, presumption } = duty
  const answer = test === undefined ? undefined : incident.judged[party]?.[test]
  if (answer === undefined) return presumption
  const mayBeOfPeople =
    duty.excuses.includes("belowResidentThreshold") && incident.shown.some(({ goods }) => goods === "health")
  const isOfFields = test === "definedPersonalInformation" && !mayBeOfPeople
  if (answer && presumption === "probablyNotOwed") return isOfFields ? (expected ?? presumption) : presumption
  if (answer) return expected === "assess" ? "assess" : "owed"
  const assessment = { ...noRisk, law, ...(test === undefined ? {} : { test }) }
  const action = { operation: "assessNotOwed" as const, assessment }
  const decision = applyDutyAction(duty, action, { by: party, at: noon, parties: [party] })
  return decision.ok && decision.duty.state === "notOwed" ? "probablyNotOwed" : presumption
}

const noon = "2026-11-05T12:00:00Z"
const noRisk = { met: "no" as const, reasons: ["noRealRisk" as const], assessedBy: "Privacy Officer", assessedAt: noon }

const keyOf = ({ party, law, rule, towards }: Pick<Derived, "party" | "law" | "rule" | "towards">) =>
  [party, law, rule, towards ?? ""].join(" ")

/** The product's duties, each once: the notice to the people of each retailer is one duty here. */
function productDuties(incident: Incident, second: ReadonlyMap<string, Derived>): ReadonlyMap<string, Derived> {
  const facts = scenarioFacts({ parties: incident.parties.map((party) => factsOf(incident, party)) })
  const all = deriveDuties(facts, lawCatalogue).map((duty): [string, Derived] => {
    const { party, law, rule, kind, addressee, clock } = duty
    const key = { party, law, rule, towards: kind === "tellIndividuals" ? undefined : duty.towards }
    const stated = incident.stated[party] ?? []
    const derived = {
      ...key,
      kind,
      addressee,
      presumption: presumedAfter(duty, incident, second.get(keyOf(key))?.presumption),
      start: clock.startedAt,
      due: clock.dueIs === "legalDeadline" ? clock.dueAt : null,
      excusedBy: stated.filter((reason) => duty.excuses.some((excuse) => excuse === reason)),
    }
    return [keyOf(key), derived]
  })
  return new Map(all)
}

type Difference = {
  readonly what: string
  readonly derived: Derived
  readonly says: string
  /** Whether the product starts or ends the clock later. */
  readonly isLater: boolean
}

const compared = ["kind", "addressee", "presumption", "start", "due", "excusedBy"] as const

/** Whether the product leaves open, or takes to be owed, what the second derivation presumes not to be. */
const isStricter = (actual: Derived, expected: Derived): boolean =>
  actual.presumption !== "probablyNotOwed" && expected.presumption === "probablyNotOwed"

function differences(incident: Incident): readonly Difference[] {
  const second = new Map(secondDuties(incident).map((duty) => [keyOf(duty), duty]))
  const product = productDuties(incident, second)
  const added = [...product].filter(([key]) => !second.has(key))
  return [
    ...added.map(([, derived]) => ({
      what: "added",
      derived,
      says: "the second derivation has no such duty",
      isLater: false,
    })),
    ...[...second].flatMap(([key, expected]): Difference[] => {
      const actual = product.get(key)
      if (actual === undefined)
        return [{ what: "missing", derived: expected, says: "the product has no such duty", isLater: true }]
      return compared
        .filter((field) => JSON.stringify(actual[field]) !== JSON.stringify(expected[field]))
        .map((field) => ({
          what: field === "presumption" && isStricter(actual, expected) ? "stricter" : field,
          derived: expected,
          says: `${expected[field]}, the product ${actual[field]}`,
          isLater: (field === "start" || field === "due") && (actual[field] ?? "9") > (expected[field] ?? "9"),
        }))
    }),
  ]
}

/** The rows of the questions that allow a difference. */
const listedBy = (incident: Incident, { what, derived }: Difference) =>
  questions.filter(
    ({ law, rule, differs, within }) =>
      [derived.law, "any"].includes(law) &&
      [derived.rule, "any"].includes(rule) &&
      differs.some((one) => one === what) &&
      within.some((kind) =>
        kind === "nothing-found" ? isNothingFound(incident, derived) : kind === "all" || incident.id.startsWith(kind),
      ),
  )

const isNothingFound = (incident: Incident, derived: Derived): boolean =>
  incident.parties.some((party) => party.id === derived.party && unknownTo(incident, party)?.includes("nothingFound"))

describe("the second derivation", () => {
  const found = incidents.flatMap((incident) =>
    differences(incident).map((difference) => ({ incident, ...difference })),
  )

  it("agrees with the product, but for the questions that are listed", () => {
    const unlisted = found.filter(({ incident, ...one }) => listedBy(incident, one).length === 0)
    expect(
      unlisted.map(
        ({ incident: { id, about }, what, derived, says }) => `${id} (${about}) ${keyOf(derived)}: ${what} ${says}`,
      ),
    ).toEqual([])
  })

  it("differs from the product in each row that is listed", () => {
    const rows = questions.flatMap((row) => row.differs.map((what) => ({ ...row, what })))
    const used = new Set(
      found.flatMap(({ incident, ...one }) =>
        listedBy(incident, one).map(({ id, law, rule, within }) => [id, law, rule, within, one.what].join(" ")),
      ),
    )
    const dead = rows.filter(({ id, law, rule, within, what }) => !used.has([id, law, rule, within, what].join(" ")))
    expect(dead).toEqual([])
  })

  it("never has the product count later than it does, but where the words leave the start open", () => {
    const open = ["us-ny-gbl-899-aa", "ca-on-fippa"]
    const later = found.filter(
      ({ what, isLater, derived: { law } }) => what !== "missing" && isLater && !open.includes(law),
    )
    expect(later.map(({ incident, derived }) => `${incident.id} ${keyOf(derived)}`)).toEqual([])
  })

  it("knows of no text that was not read of which the product does not tell the party", () => {
    const untold = incidents.flatMap((incident) =>
      incident.parties.flatMap((party) => {
        const [facts] = scenarioFacts({ parties: [factsOf(incident, party)] }).parties
        const { laws = [], laterText = [] } = facts === undefined ? {} : lawCoverage(facts, lawCatalogue)
        return rulesOfEarlierText(incident, party.id)
          .filter(
            ({ law, rule }) =>
              !questions.some((one) => one.law === law && one.rule === rule && one.differs.includes("added")),
          )
          .filter(({ law }) => laws.includes(law) && !laterText.includes(law))
          .map(({ law, rule }) => `${incident.id} ${party.id} ${law} ${rule}`)
      }),
    )
    expect(untold).toEqual([])
  })

  it("is what Python derives now, due times by hand included", () => {
    const run = fileURLToPath(new URL("../../law/second-derivation/run.py", import.meta.url))
    expect(execFileSync("python3", ["-B", run, "--check"], { encoding: "utf8" })).toContain("60 rules")
  })

  it("covers each rule of the law pack", () => {
    const all = incidents.flatMap((incident) => secondDuties(incident).map(({ law, rule }) => `${law}/${rule}`))
    const pack = lawCatalogue.flatMap(({ id, rules }) => rules.map((rule) => `${id}/${rule.id}`))
    expect([...new Set(all)].sort()).toEqual(pack.sort())
  })
})

describe("a due time computed by hand", () => {
  it.each(dueTimesByHand)("of $law $rule in $zone from $event on is $due: $why", ({ law, rule, zone, event, due }) => {
    const notice = { affected: 4500, notified: 1, firstNotifiedAt: event }
    const times = { awareAt: event, discoveredAt: event, determinedAt: event, notice, timeZone: zone }
    const inEachRole = (["inControl", "holder"] as const).flatMap((role) => {
      const reported = { [law]: { at: event, shipments: 4500, fields: [] } }
      const party = { ...bare, ...times, reported, laws: [law], roles: [{ role }] }
      return deriveDuties(scenarioFacts({ parties: [party] }), lawCatalogue)
    })
    const duty = inEachRole.find((one) => one.law === law && one.rule === rule)
    expect(duty?.clock).toMatchObject({ dueAt: due, dueIs: "legalDeadline" })
  })
})
