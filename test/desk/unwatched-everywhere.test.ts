import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { type DocumentLanguage, documentLanguages } from "../../shared/base/contracts/words.ts"
import { letterOf } from "../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../shared/desk/alerts/mail-reader.ts"
import { breachDeskRoutes } from "../../shared/desk/api/desk-routes.ts"
import { isCaseMessage, type OutboxMessage, outboxMessageSchema } from "../../shared/desk/cases/outbox-message.ts"
import {
  type Dossier,
  type DossierDocument,
  dossierDocumentSchema,
  noticeKind as noticeKinds,
} from "../../shared/desk/dossier/document.ts"
import { buildRegulatorSide, buildReportFields } from "../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../shared/desk/duties/derive-duties.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { openedPage } from "../../shared/pages/letter/opened-page.ts"
import { moreOfParcel } from "../../shared/pages/recipient/more-of-parcel.ts"
import { letterText } from "../../shared/parties/channels/letter-text.ts"
import { newStream } from "../../shared/watch/lookups/reporting/kept-rows.ts"
import type { StreamRow } from "../../shared/watch/lookups/reporting/report-streams.ts"
import { viewPageWorld } from "../pages/letter/view-page-world.ts"
import { type BreachWorld, breachWorld, partyIn, seen, servedWorld, shipParcel, walkAnomaly } from "./breach-world.ts"
import { caller } from "./desk-caller.ts"
import { everyLaw, retailerIn, under } from "./dossier/dossier-documents.ts"
import { earlyFacts, notifiedFacts, retailerFacts, scenarioDossierInput } from "./dossier/dossier-scenario.ts"
import { letterWorld, tokenIn } from "./letters/letter-world.ts"
import { statedWatch } from "./stated-watch.ts"
import { takeOut } from "./take-out.ts"

/** The tool was unwatched for 40 minutes, and earlier for 30 that the carrier filled late. */
const gaps: Pick<StreamRow, "past" | "open"> = {
  past: [
    {
      interruptionId: "i-1",
      reason: "noCount",
      since: "2026-11-01T11:00:00.000Z",
      until: "2026-11-01T11:30:00.000Z",
      filledAt: "2026-11-01T12:00:00.000Z",
    },
    { interruptionId: "i-2", reason: "noCount", since: "2026-11-01T13:20:00.000Z", until: "2026-11-01T14:00:00.000Z" },
  ],
}

const unwatch = (world: BreachWorld, of = gaps) =>
  world.streams.begin({ ...newStream("northpost", "str_kqztbxwdmnpvrhgj", world.clock()), ...of })

/** The open hours as each language names them in Toronto: 8:20 to 9:00. Those that were filled: 6:00 to 6:30. */
const openHours: Readonly<Record<DocumentLanguage, RegExp>> = {
  en: /(?:What was shown in these hours is not known|For these hours we do not know|not all lookups).*08:20|08:20.*not known/is,
  fr: /(?:On ignore ce qui a été affiché|nous ignorons ce qui a été consulté|pas toutes parvenues).*8\sh\s20|8\sh\s20.*ignore/is,
}
const filledHours: Readonly<Record<DocumentLanguage, RegExp>> = {
  en: /(?:filled late, by the carrier’s own statement).*06:00|06:00.*filled late, by the carrier’s own statement/is,
  fr: /après coup, selon la propre déclaration du transporteur.*6\sh\sà|6\sh\sà.*après coup, selon la propre déclaration/is,
}
const complements =
  /not exposed:|what was not shown:|could not be seen|non exposés|non affiché|ce qui n’a pas été affiché :|ne pouvait pas/i

const plain = (text: string): string => text.replaceAll("\u00a0", " ")

/** Fails for a text that does not name the hours, or that says what was not shown. */
function expectHours(text: string, language: DocumentLanguage): void {
  expect(plain(text)).toMatch(openHours[language])
  expect(plain(text)).toMatch(filledHours[language])
  expect(plain(text)).not.toMatch(complements)
}

const unwatchedHours = [
  { from: "2026-11-01T11:00:00Z", until: "2026-11-01T11:30:00Z", filledAt: "2026-11-01T12:00:00Z" },
  { from: "2026-11-01T13:20:00Z", until: "2026-11-01T14:00:00Z" },
]
const open = { unwatched: unwatchedHours, isAtLeast: true, fieldsNotExposed: [], peopleAtMost: undefined }
const reported = Object.fromEntries(
  everyLaw.map((law) => [law, { at: "2026-11-03T20:55:00Z", shipments: 1, fields: [] }]),
)

/** A dossier with every document that the party can have: of every law, and of every moment. */
function everyDocument(language: DocumentLanguage): readonly Dossier[] {
  const all = { laws: everyLaw, reported, publicNoticeGrounds: ["noContactDetails" as const], alias: "Leafline" }
  return [
    under(retailerIn({ ...all, notifiedFacts: { ...notifiedFacts, fields: ["postal-code"] }, ...open }), { language }),
    under(retailerIn({ laws: everyLaw, ...earlyFacts, ...open }), { language }),
    under(retailerIn({ ...retailerFacts, ...open }), { language, party: "northpost" }),
  ]
}

const itemsAboutWhatWasShown = new Set(
  lawCatalogue.flatMap(({ rules }) =>
    rules.flatMap(({ kind, content }) =>
      content.flatMap(({ id, source }) => (kind === "tellIndividuals" && source === "information" ? [id] : [])),
    ),
  ),
)
const isAboutWhatWasShown = ({ item }: { item: string }): boolean => itemsAboutWhatWasShown.has(item)

const documentsOf = (dossiers: readonly Dossier[]): readonly DossierDocument[] =>
  dossiers.flatMap(({ documents }) => documents)

describe("every document of a case with unwatched hours", () => {
  it.each(documentLanguages)("names them and says nothing of what was not shown (%s)", (language) => {
    const carrier = retailerIn({}, {})
    const [retailer, ofCarrier] = carrier.parties
    if (retailer === undefined || ofCarrier === undefined) throw new Error("both are parties")
    const facts = {
      ...carrier,
      parties: [
        { ...retailer, ...open },
        { ...ofCarrier, ...open, laws: everyLaw },
      ],
    }
    const duties = deriveDuties(facts, lawCatalogue)
    const dossiers = [...everyDocument(language).slice(0, 2), under(facts, { language, party: "northpost", duties })]
    // Of a notice without what was shown there is a gap: a draft that says nothing yet.
    const documents = documentsOf(dossiers).filter(({ missing }) => !missing.some(isAboutWhatWasShown))
    const kinds = new Set(documents.map(({ kind, noticeKind, addressee }) => noticeKind ?? addressee ?? kind))
    const { kind: everyKind } = dossierDocumentSchema.shape
    expect([...kinds].sort()).toEqual([...everyKind.options, ...noticeKinds.options, "organisation"].sort())
    const wrong = documents.flatMap((document) => {
      const text = plain(JSON.stringify(document.sections))
      const { language: told } = document
      const [complement] = complements.exec(text) ?? []
      return openHours[told].test(text) && filledHours[told].test(text) && complement === undefined
        ? []
        : [`${document.id} ${complement}`]
    })
    expect(wrong).toEqual([])
  })

  it.each(documentLanguages)("counts at least so many (%s)", (language) => {
    const least = { en: /(?<!at least )\b4,500\b/i, fr: /(?<!au moins )\b4 500\b/i }
    for (const document of documentsOf(everyDocument(language).slice(0, 1))) {
      if (document.kind !== "regulatorReport" || document.id.startsWith("supplement")) continue
      const rows = plain(JSON.stringify(document.sections)).match(/[^"]*4[, ]500[^"]*/g) ?? []
      expect(rows.filter((row) => least[document.language].test(row))).toEqual([])
    }
  })

  it.each(documentLanguages)("also field by field, and as a regulator reads it (%s)", (language) => {
    const facts = retailerIn({ laws: everyLaw, ...open })
    const input = scenarioDossierInput({ facts, duties: deriveDuties(facts, lawCatalogue), language })
    for (const { fields } of buildReportFields(input)) expectHours(JSON.stringify(fields), language)
    expectHours(JSON.stringify(buildRegulatorSide(input).sections), language)
  })
})

/** What each read of the desk's API says of the hours. A new route fails the test until it stands here. */
const readsOfDesk: Readonly<Record<string, "sentence" | "data" | `none: ${string}`>> = {
  "GET /v1/cases": "none: it lists counts as known, and no field",
  "GET /v1/cases/{caseAlias}": "data",
  "GET /v1/cases/{caseAlias}/timeline": "none: what was recorded when",
  "GET /v1/cases/{caseAlias}/exposures": "none: it lists what was shown",
  "GET /v1/cases/{caseAlias}/documents": "none: it names documents",
  "GET /v1/cases/{caseAlias}/documents/{documentId}": "none: it links to a document",
  "GET /v1/cases/{caseAlias}/report-fields": "sentence",
  "GET /v1/cases/{caseAlias}/notes": "none: what people wrote",
  "GET /v1/cases/{caseAlias}/approvals": "none: what waits for a second person",
  "GET /v1/cases/{caseAlias}/evidence": "none: files that people added",
  "GET /v1/cases/{caseAlias}/letters": "none: who was asked what",
  "GET /v1/cases/{caseAlias}/views": "none: to whom the case was opened",
  "GET /v1/cases/{caseAlias}/drafts": "none: what a person typed and has not sent",
  "GET /v1/drafts": "none: the same outside of all cases",
  "GET /v1/refused-attempts": "none: it says that it knows what parties reported so far",
  "GET /v1/restrictions": "none: whom the hub refuses",
  "GET /v1/decisions": "none: whom the hub refuses",
  "GET /v1/proof-map": "none: for which numbers strangers need proof",
  "GET /v1/shipment-cases": "none: in which cases a shipment is known to be exposed",
  "GET /v1/shipments/{shipmentId}/accesses": "data",
}

describe("every answer about a case with unwatched hours", () => {
  it("is known to name them, or why it need not", async () => {
    const world = await servedWorld()
    const stores = { ...world, ...world.desk, documentLinks: world.files }
    const reads = breachDeskRoutes(stores).flatMap(({ method, path }) =>
      method === "GET" ? [`${method} ${path}`] : [],
    )
    expect(reads.sort()).toEqual(Object.keys(readsOfDesk).sort())
  })

  it("names them and says nothing of what was not shown", async () => {
    const world = await servedWorld()
    await unwatch(world)
    const call = caller(world)
    const { alias } = partyIn(world, "leafline")
    for (const [read, says] of Object.entries(readsOfDesk)) {
      if (says.startsWith("none")) continue
      const path = read.slice(4).replace("{caseAlias}", alias).replace("{shipmentId}", "s1")
      const { json, statusCode } = await call("leafline", "GET", path)
      expect(statusCode).toBe(200)
      if (says === "sentence") expectHours(JSON.stringify(json), "en")
      else expect(JSON.stringify(json)).toContain('"unwatched":[{"from":"2026-11-01T11:00:00.000Z"')
      expect(JSON.stringify(json)).not.toMatch(complements)
    }
    const { json } = await call("leafline", "GET", `/v1/cases/${alias}`)
    expect(json).toMatchObject({ counts: { shipments: 3, atLeast: true }, fieldsNotExposed: [] })
    expect(JSON.stringify(json["questions"])).toContain("filled late, by the carrier’s own statement")
  })

  it("is the same in the statement of the day and in who looked as CSV", async () => {
    const world = await servedWorld()
    await unwatch(world)
    const [{ since, until } = { since: "", until: "" }, open = { since: "", until: "" }] = gaps.past
    expect(await statedWatch(world, "leafline")).toMatchObject([
      {
        unwatched: [
          { from: since, until, filledAt: "2026-11-01T12:00:00.000Z" },
          { from: open.since, until: open.until },
        ],
      },
    ])
    const { body } = await caller(world)("leafline", "GET", "/v1/shipments/s1/accesses?format=csv")
    expect(body).toContain(`filledLate,${since},${until},`)
    expect(body).toContain(`unwatched,${open.since},${open.until},`)
  })

  it("changes its tag when hours become unwatched, and not while they go on", async () => {
    const world = await servedWorld()
    const call = caller(world)
    const tag = async () =>
      (await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}`)).headers["etag"]
    const before = await tag()
    const since = "2026-11-01T13:50:00.000Z"
    await unwatch(world, {
      past: [],
      open: { interruptionId: "i-3", reason: "noCount", since, retailerIds: [] },
    })
    const during = await tag()
    world.passSeconds(600)
    expect([during === before, (await tag()) === during]).toEqual([false, true])
  })

  it("is the same in the whole dossier and in documents that are drawn", async () => {
    const world = await servedWorld()
    await unwatch(world)
    const { text } = await takeOut(world, caller(world), "leafline", { format: "markdown", language: "en" })
    expectHours(text, "en")
    const dossier = z
      .looseObject({ unwatched: z.array(z.unknown()) })
      .parse(JSON.parse((await takeOut(world, caller(world), "leafline")).text))
    expect(dossier.unwatched).toHaveLength(2)
  })
})

describe("every message about a case with unwatched hours", () => {
  const kinds = outboxMessageSchema.options.flatMap((one) =>
    "options" in one ? one.options.map(({ shape }) => shape.kind.value) : [one.shape.kind.value],
  )

  /** The messages of one kind about a side of a case. */
  async function caseMessages(): Promise<readonly OutboxMessage[]> {
    const world = breachWorld()
    await unwatch(world)
    for (const number of [1, 2, 3]) {
      await shipParcel(world, "leafline", number)
      await world.disclosures.append(seen(number))
    }
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    return world.rowsOf("timeline").flatMap(({ outbox }) => outbox)
  }

  it("names them in its event and its mail, in both languages, with at least so many", async () => {
    const [message] = (await caseMessages()).filter(
      (one) => isCaseMessage(one) && one.audience === "leafline" && one.kind === "CaseOpened",
    )
    if (message?.kind !== "CaseOpened") throw new Error("the case was opened")
    expect(message.facts).toMatchObject({ counts: { atLeast: true }, fieldsNotExposed: [] })
    expect(message.facts.unwatched).toHaveLength(2)
    const ofSide = kinds.filter((kind) => isCaseMessage({ kind } as OutboxMessage))
    expect(ofSide.sort()).toEqual(["AlertNotAcknowledged", "CaseClosed", "CaseGrew", "CaseMerged", "CaseOpened"])
    const at = "2026-11-01T15:00:00.000Z"
    const more = { updatedAt: at, closedAt: at, outcome: "resolved", leadingAlias: "WS-4K7QX2M9TB" }
    for (const kind of ofSide)
      for (const language of documentLanguages) {
        const jurisdiction = { country: "CA", timeZone: "America/Toronto" }
        const reader = mailReader(
          { id: "leafline", kind: "retailer", language, jurisdiction },
          { apiUrl: "https://hub.example" },
        )
        const about = outboxMessageSchema.parse({ ...message, kind, facts: { ...message.facts, ...more } })
        const written = letterOf(about, reader)
        if (written === undefined) throw new Error(`${kind} has no mail`)
        const text = letterText(written.letter).replaceAll(/\s+/g, " ")
        expectHours(text, language)
        expect(text).toMatch(language === "en" ? /at least 3/ : /au moins 3/)
      }
  })
})

describe("every page about a case with unwatched hours", () => {
  it.each(documentLanguages)("names them to a regulator (%s)", async (language) => {
    const desk = await viewPageWorld()
    await unwatch(desk.world)
    const { token } = await desk.open("leafline")
    const page = await desk.post({ token, lang: language })
    expectHours(page.body.replaceAll(/<[^>]+>/g, " "), language)
  })

  it.each(documentLanguages)(
    "names them in a letter to a carrier, whose page has no list of what was not shown (%s)",
    async (language) => {
      const { world, open: openLetter } = await letterWorld()
      const token = tokenIn(world.letterMail.sent[0]?.mail.text ?? "")
      const opened = await openLetter(token)
      if (opened === undefined) throw new Error("the letter opens")
      const { peopleAtMost: _, ...hours } = open
      const known = { ...opened.known, ...hours, unwatched: unwatchedHours }
      const page = openedPage({ language, opened: { ...opened, known }, token, now: "2026-11-01T15:00:00.000Z" })
      const text = String(page.content).replaceAll(/<[^>]+>/g, " ")
      expectHours(text, language)
      expect(plain(text)).toContain(language === "en" ? "at least 3" : "au moins 3")
    },
  )

  it.each(documentLanguages)("names them to a recipient, in the notice and in who looked (%s)", async (language) => {
    const world = await servedWorld()
    await unwatch(world)
    const call = caller(world)
    const path = `/v1/cases/${partyIn(world, "leafline").alias}/receipts`
    const recipients = { kind: "shipmentIds", shipmentIds: ["s1"] }
    await call("leafline", "POST", path, { method: "email", notifiedAt: "2026-11-01T14:09:00.000Z", recipients })
    const [records = []] = await world.records.find([{ by: "shipmentId", retailerId: "leafline", shipmentId: "s1" }])
    const reader = { ...world, parties: world.directory, laws: lawCatalogue }
    const more = await moreOfParcel(reader, { records, proof: "linkToken", proven: true }, language)
    expectHours(JSON.stringify(more.notices), language)
    expectHours(JSON.stringify(more.accesses), language)
  })
})
