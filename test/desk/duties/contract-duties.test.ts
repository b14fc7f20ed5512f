import { describe, expect, it } from "@jest/globals"
import { contractOf, explainContract } from "../../../shared/desk/duties/contract-duties.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { dutyKey } from "../../../shared/desk/duties/duty-key.ts"
import { mergeDuties } from "../../../shared/desk/duties/merge-duties.ts"
import { updateDuties } from "../../../shared/desk/duties/update-duties.ts"
import type { CaseFacts, PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Contract } from "../../../shared/parties/counterparty-entry.ts"
import { mailIn, opened } from "../alerts/letters.ts"
import { dischargedAt, textOf, under } from "../dossier/dossier-documents.ts"
import { carrierFacts, retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

const contract: Contract = {
  with: "maplebooks",
  clause: "s. 4.2.34.9 of the contract of 2023",
  tellWithinHours: 24,
  send: ["cause", "period", "shipments", "contact"],
}
const maplebooks: PartyFactsInput = {
  ...retailerFacts,
  party: "maplebooks",
  name: "Maple Books Ltd.",
  alias: "Maple Books",
  caseAlias: "WS-5T7Q2H8KDM",
  laws: [],
  counterparties: ["northpost"],
}

/** Northpost, bound by no law, and Maple Books. */
const factsWith = (contracts: readonly Contract[], carrier: Partial<PartyFactsInput> = {}): CaseFacts =>
  scenarioFacts({
    parties: [
      { ...carrierFacts, laws: [], counterparties: ["maplebooks"], contracts: [...contracts], ...carrier },
      maplebooks,
    ],
  })
const dutiesUnder = (facts: CaseFacts) => deriveDuties(facts, lawCatalogue)
function soleDuty(facts: CaseFacts) {
  const [duty, ...others] = dutiesUnder(facts)
  if (duty === undefined || others.length > 0) throw new Error(`${others.length + 1} duties`)
  return duty
}

describe("a duty by contract", () => {
  it("is owed to the other party within its hours of awareness, whatever a law asks", () => {
    expect(dutiesUnder(factsWith([contract]))).toMatchObject([
      {
        party: "northpost",
        law: "contract",
        kind: "tellOtherOrganisation",
        towards: "maplebooks",
        state: "open",
        presumption: "owed",
        clock: {
          from: "awareness",
          startedAt: "2026-11-01T16:20:00Z",
          dueAt: "2026-11-02T16:20:00Z",
          citation: "s. 4.2.34.9 of the contract of 2023",
          basis: "Contract, s. 4.2.34.9 of the contract of 2023: within 24 hours of becoming aware.",
        },
      },
    ])
    const bound = dutiesUnder(factsWith([contract], { laws: ["ca-privacy-act"] })).map(dutyKey)
    expect(bound).toContain("northpost#ca-privacy-act#tellOtherOrganisation#maplebooks")
    expect(bound).toContain("northpost#contract#tellOtherOrganisation#maplebooks")
  })

  it("is owed only where the two deal with each other in the case", () => {
    expect(dutiesUnder(factsWith([{ ...contract, with: "leafline" }]))).toEqual([])
  })

  it("follows a contract that changes, and keeps what was done", () => {
    const before = soleDuty(factsWith([contract]))
    const shorter = { ...contract, tellWithinHours: 1 }
    const { changed } = updateDuties([before], factsWith([shorter]), lawCatalogue, "2026-11-01T17:00:00Z")
    expect(changed).toMatchObject([{ clock: { dueAt: "2026-11-01T17:20:00Z" } }])
    expect(updateDuties([before], factsWith([]), lawCatalogue, "2026-11-01T17:00:00Z")).toEqual({
      changed: [],
      lapsed: [],
    })
  })

  it("is put off by no change of its contract", () => {
    const before = { ...soleDuty(factsWith([contract])), alarms: { overdueAt: "2026-11-02T16:20:00Z", escalations: 1 } }
    const longer = factsWith([{ ...contract, tellWithinHours: 2160 }])
    expect(updateDuties([before], longer, lawCatalogue, "2026-11-03T16:20:00Z")).toEqual({ changed: [], lapsed: [] })
  })

  it("does not lapse with its contract, also if another contract gives a duty in the case", () => {
    const [other, counterparties] = [{ ...contract, with: "leafline" }, ["leafline", "maplebooks"]]
    const before = dutiesUnder(factsWith([contract, other], { counterparties }))
    expect(before.map(({ towards }) => towards)).toEqual(["maplebooks", "leafline"])
    const left = factsWith([other], { counterparties })
    expect(updateDuties(before, left, lawCatalogue, "2026-11-01T17:00:00Z")).toEqual({ changed: [], lapsed: [] })
  })

  it("keeps its earlier term in a case that another is merged into", () => {
    const [early, late] = [24, 48].map((hours) => soleDuty(factsWith([{ ...contract, tellWithinHours: hours }])))
    if (early === undefined || late === undefined) throw new Error("no duty")
    expect(mergeDuties(late, early).clock).toEqual(early.clock)
    expect(mergeDuties(early, { ...late, state: "accepted" })).toMatchObject({ state: "accepted", clock: early.clock })
  })

  it("is explained in both languages as long as the contract says the same", () => {
    const duty = soleDuty(factsWith([{ ...contract, tellWithinHours: 1 }]))
    expect(contractOf([contract], duty)).toBe(contract)
    expect(contractOf([contract], { ...duty, law: "ca-pipeda" })).toBeUndefined()
    expect(explainContract({ ...contract, tellWithinHours: 1 }, duty.clock)).toEqual({
      en: "Contract, s. 4.2.34.9 of the contract of 2023: within 1 hour of becoming aware.",
      fr: "Contrat, s. 4.2.34.9 of the contract of 2023 : au plus tard 1 heure après la prise de connaissance.",
    })
    expect(explainContract(contract, duty.clock)).toBeUndefined()
  })
})

describe("the documents of a duty by contract", () => {
  it.each([
    ["en", ["Contract with Maple Books", "Term of the contract"], /Legal deadline|whether this law binds/],
    ["fr", ["Contrat avec Maple Books", "Délai du contrat"], /Échéance légale|si cette loi vous lie/],
  ] as const)("call it a contract and never a law (%s)", (language, expected, never) => {
    const dossier = under(factsWith([contract]), { party: "northpost", language })
    const summary = JSON.stringify(dossier.documents.find(({ kind }) => kind === "summary"))
    for (const words of expected) expect(summary).toContain(words)
    expect(summary).not.toMatch(never)
  })

  it("say of one that was done late that the term was the contract's", () => {
    const facts = factsWith([contract])
    const duties = [dischargedAt(soleDuty(facts), "2026-11-05T12:00:00Z")]
    const said = textOf(under(facts, { party: "northpost", duties }).documents)
    expect(said).toContain("Done after the contract’s term")
    expect(said).not.toContain("legal deadline")
  })

  it("have a letter to the other party, a draft while something is unknown that the contract asks for", () => {
    const lettersOf = (facts: CaseFacts) =>
      under(facts, { party: "northpost" }).documents.filter(({ addressee }) => addressee === "organisation")
    const contact = { title: "Privacy officer", email: "privacy@northpost.example" }
    expect(lettersOf(factsWith([contract], { contact }))).toMatchObject([
      {
        title: "Draft – Notice of a breach under our contract",
        subtitle: "To: Maple Books",
        law: "contract",
        missing: [{ item: "cause" }, { item: "period" }, { item: "shipments" }],
      },
    ])
    const byRetailer = [{ retailer: "maplebooks", notice: { affected: 4500, notified: 0, notifiedByPublicNotice: 0 } }]
    const known = { ...factsWith([contract], { contact, byRetailer }), causes: ["proofNotAsked" as const] }
    expect(lettersOf(known)).toMatchObject([{ title: "Notice of a breach under our contract", missing: [] }])
    expect(JSON.stringify(lettersOf(known))).toContain("Contract, s. 4.2.34.9 of the contract of 2023")
  })

  it("miss what was done as long as no measure of the two or of the exchange is recorded", () => {
    const contact = { email: "privacy@northpost.example" }
    const counterparties = ["leafline", "maplebooks"]
    const facts = factsWith([{ ...contract, send: ["measures"] }], { contact, counterparties })
    const missingWith = (measures: CaseFacts["measures"]) =>
      under({ ...facts, measures }, { party: "northpost" }).documents.find(({ law }) => law === "contract")?.missing
    const setBy = "POST /v1/cases/{caseAlias}/measures"
    const measure = { at: "2026-11-01T16:41:00Z", kind: "containment", code: "accessorRefused" } as const
    expect(missingWith([])).toMatchObject([{ item: "measures", setBy }])
    expect(missingWith([{ ...measure, by: "leafline" }])).toMatchObject([{ item: "measures" }])
    expect(missingWith([{ ...measure, by: "hub" }])).toEqual([])
  })
})

describe("the mail of a duty by contract", () => {
  const duty = {
    dutyId: "c",
    law: "contract",
    kind: "tellOtherOrganisation",
    state: "open",
    dueAt: "2026-11-04T14:04:12.000Z",
    dueIs: "legalDeadline",
    basis: contract.clause,
    towards: { kind: "retailer", alias: "Maple Books" },
  } as const

  it.each([
    ["en", "notify Maple Books (term of the contract, s. 4.2.34.9 of the contract of 2023)"],
    ["fr", "aviser Maple Books (délai du contrat, s. 4.2.34.9 of the contract of 2023)"],
  ] as const)("tells its term from a legal deadline (%s)", (language, words) => {
    const { text, ...mail } = mailIn(language, opened({ duties: [duty] }))
    expect(text).toContain(words)
    expect(JSON.stringify([text, mail])).not.toMatch(/legal deadline|échéance légale/i)
  })
})
