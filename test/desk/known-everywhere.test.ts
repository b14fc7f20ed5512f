import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import * as z from "zod"
import { buildPackage } from "../../client/evidence-package/build-package.ts"
import { readCase } from "../../console/evidence-page/packaged-case.ts"
import { subjectsOf } from "../../shared/base/contracts/subject-of-field.ts"
import { documentLanguages, type FieldName, fieldName } from "../../shared/base/contracts/words.ts"
import { letterOf } from "../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../shared/desk/alerts/mail-reader.ts"
import { isCaseMessage } from "../../shared/desk/cases/outbox-message.ts"
import { fieldInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { openReportedCase } from "../../shared/desk/opening/report-breach.ts"
import { letterText } from "../../shared/parties/channels/letter-text.ts"
import { readPackage } from "../../shared/proof/evidence-package/package-files.ts"
import { newStream } from "../../shared/watch/lookups/reporting/kept-rows.ts"
import type { StreamRow } from "../../shared/watch/lookups/reporting/report-streams.ts"
import { testSigner } from "../base/platform/signing/test-signer.ts"
import { exhaustively } from "../exhaustively.ts"
import { testLinks } from "./alerting-parties.ts"
import { type BreachWorld, breachWorld, partyIn, seen, shipParcel, walkAnomaly } from "./breach-world.ts"
import { caller } from "./desk-caller.ts"
import { openedDocx, textIn } from "./dossier/opened-docx.ts"
import { openedPdf, withoutSpaces } from "./dossier/opened-pdf.ts"
import { statedWatch } from "./stated-watch.ts"
import { takeOut } from "./take-out.ts"

/** What a stranger saw in the tool, in minutes after noon. `isLost`: it was not reported, where nobody can notice. */
type Lookup = { minute: number; shipment: number; fields: FieldName[]; isLost: boolean }
type Gap = { from: number; minutes: number; isFilled: boolean }
/**
 * `late`: a program counts from 12:50 on. `twoPrograms`: one ended at 12:20, the next one began at 12:50. `pause`: one
 * left out that time between two counts.
 */
type Counts = "always" | "late" | "twoPrograms" | "pause" | "never"
/** `isElsewhere`: somebody reports a breach, and it was in no way that the tool records. */
type Story = { lookups: Lookup[]; gaps: Gap[]; counts: Counts; isElsewhere: boolean }

const shownFields = [
  "delivery-date",
  "signatory-name-or-initials",
  "postal-code",
  "pickup-point",
  "address",
  "purchaser",
]
const story: fc.Arbitrary<Story> = fc.record({
  lookups: fc.array(
    fc.record({
      minute: fc.integer({ min: 0, max: 100 }),
      shipment: fc.integer({ min: 1, max: 3 }),
      fields: fc.subarray(
        shownFields.map((one) => fieldName.parse(one)),
        { minLength: 1, maxLength: 3 },
      ),
      isLost: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  gaps: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 90 }),
      minutes: fc.integer({ min: 5, max: 40 }),
      isFilled: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  counts: fc.constantFrom<Counts[]>("always", "late", "twoPrograms", "pause", "never"),
  isElsewhere: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
})

const at = (minute: number): string => new Date(Date.parse("2026-11-01T12:00:00.000Z") + minute * 60_000).toISOString()

/** A carrier that counts does not lose what it counts. What was looked up in a gap that nothing filled is lost. */
function isRecorded({ minute, isLost }: Lookup, { gaps, counts, isElsewhere }: Story): boolean {
  if (isElsewhere) return false
  if (counts === "never") return !isLost
  const open = gaps.some(({ from, minutes, isFilled }) => !isFilled && minute >= from && minute < from + minutes)
  return !open && !(isLost && uncounted[counts].some(([from, until]) => from <= minute && minute < until))
}

/** In which minutes nobody counts. */
const uncounted: Readonly<Record<Exclude<Counts, "never">, readonly (readonly [number, number])[]>> = {
  always: [],
  late: [[0, 50]],
  twoPrograms: [[20, 50]],
  pause: [[20, 50]],
}

const long = "2026-01-01T00:00:00.000Z"
const counted: Readonly<Record<Counts, readonly Partial<StreamRow>[]>> = {
  always: [{}],
  late: [{ covered: [{ from: at(50), until: at(600) }] }],
  twoPrograms: [
    { covered: [{ from: at(50), until: at(600) }] },
    { stream: "str_theprogrambefore1", covered: [{ from: long, until: at(20) }], endedAt: at(20) },
  ],
  pause: [
    {
      covered: [
        { from: long, until: at(20) },
        { from: at(50), until: at(600) },
      ],
    },
  ],
  never: [],
}

/** One lookup is on record. In the time that nobody counted another one showed more. */
const lostWhile = (counts: Counts): Story => ({
  lookups: [
    { minute: 60, shipment: 1, fields: ["delivery-date"], isLost: false },
    { minute: 30, shipment: 1, fields: ["postal-code"], isLost: true },
  ],
  gaps: [],
  counts,
  isElsewhere: false,
})

/** All is counted, so that fields are proven not to have been shown. */
const allCounted: Story = {
  lookups: [{ minute: 60, shipment: 1, fields: ["delivery-date"], isLost: false }],
  gaps: [],
  counts: "always",
  isElsewhere: false,
}

async function worldOf(told: Story): Promise<BreachWorld> {
  const world = breachWorld({ isCounted: told.counts === "always" })
  for (const number of [1, 2, 3]) await shipParcel(world, "leafline", number)
  const past = told.gaps.map(({ from, minutes, isFilled }, place) => ({
    interruptionId: `i-${place}`,
    reason: "noCount" as const,
    since: at(from),
    until: at(from + minutes),
    ...(isFilled ? { filledAt: at(120) } : {}),
  }))
  for (const [place, { stream = "str_kqztbxwdmnpvrhgj", ...more }] of counted[told.counts].entries())
    await world.streams.begin({
      ...newStream("northpost", stream, world.clock()),
      ...more,
      past: place === 0 ? past : [],
    })
  const recorded = told.lookups.filter((one) => isRecorded(one, told))
  for (const [place, { minute, shipment, fields }] of recorded.entries())
    await world.disclosures.append(seen(shipment, { at: at(minute), fields, accessId: `acc-${place}` }))
  if (recorded.length > 0) await world.anomalies.raise(walkAnomaly())
  else await report(world)
  await world.settle()
  return world
}

async function report(world: BreachWorld): Promise<void> {
  const leafline = world.directory.named("leafline")
  if (leafline === undefined) throw new Error("no such party")
  const evidence = { kind: "timeRange" as const, since: at(0), until: at(110) }
  const of = { finder: "finder" as const, tool: "observed:northpost" as const, receivedAt: at(125) }
  await openReportedCase(world.desk, leafline, { id: "r1", ...of, evidence })
}

const viewed = z.looseObject({
  counts: z.looseObject({
    shipments: z.number(),
    atLeast: z.literal(true).optional(),
    people: z.number().optional(),
    peopleAtMost: z.number().optional(),
  }),
  fieldsExposed: z.array(z.object({ field: fieldName })),
  fieldsNotExposed: z.array(fieldName),
  firstExposureAt: z.string().optional(),
})
const drawn = z.looseObject({ documents: z.array(z.looseObject({ id: z.string(), language: z.string().optional() })) })

/** Every text that its retailer gets: mails, the case, its documents, in both languages. */
async function everyText(world: BreachWorld) {
  const call = caller(world)
  const leafline = world.directory.named("leafline")
  if (leafline === undefined) throw new Error("no such party")
  const view = viewed.parse((await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}`)).json)
  const texts: { language: (typeof documentLanguages)[number]; text: string }[] = []
  for (const language of documentLanguages) {
    const reader = mailReader({ ...leafline, language }, testLinks)
    const messages = world.rowsOf("timeline").flatMap(({ outbox }) => outbox.filter(isCaseMessage))
    for (const message of messages.filter(({ audience }) => audience === "leafline")) {
      const written = letterOf(message, reader)
      if (written !== undefined) texts.push({ language, text: letterText(written.letter) })
    }
    const { text } = await takeOut(world, call, "leafline", { format: "markdown", language })
    texts.push({ language, text })
  }
  const json = drawn.parse(JSON.parse((await takeOut(world, call, "leafline")).text))
  return { view, texts, documents: json.documents }
}

/** What a text says was not shown. */
const complements =
  /(?:Not exposed|Not shown(?: for any exposed shipment)?|Could not be seen|What was not shown|Non exposés|Non affichés|Ce qui n’a (?:été affiché pour aucun des envois exposés|pas été affiché)|Ne pouvait pas être vu)[\s\u00a0]*:[^\n]*(?:\n+- [^\n]*)*/giu

const zero = /(?<![\d.,\u00a0])0[ \u00a0](?:shipments?|people|persons?|envois?|personnes?)(?! (?:notified|avis))/u

const mentions = (text: string, field: FieldName, language: "en" | "fr") =>
  text.toLowerCase().includes(fieldInWords(field, language).toLowerCase())

const shownElse: Readonly<Record<"en" | "fr", string>> = {
  en: "the carrier did not count the lookups in its tool for all of this time",
  fr: "le transporteur n’a pas compté les consultations dans son outil pendant toute cette période",
}

describe("every file about a case in which an hour was not counted", () => {
  it.each(documentLanguages)(
    "says so in PDF and Word, and says of nothing that it was hidden (%s)",
    async (language) => {
      const world = await worldOf(lostWhile("twoPrograms"))
      const call = caller(world)
      const pdf = await takeOut(world, call, "leafline", { format: "pdf", language })
      const { pages } = await openedPdf(pdf.content)
      const spoken = pages.flatMap(({ said }) => said.map(({ text }) => text)).join("")
      const docx = await takeOut(world, call, "leafline", { format: "docx", language })
      const written = textIn(openedDocx(docx.content).get("word/document.xml") ?? "")
      for (const text of [spoken, written]) {
        expect(withoutSpaces(text)).toContain(withoutSpaces(shownElse[language]))
        expect(withoutSpaces(text)).not.toMatch(/Notexposed:|Couldnotbeseen|Nonexposés:|Nepouvaitpasêtrevu/)
      }
    },
  )

  it("says so in the evidence package and in the lookups as CSV, and calls no possible exposure seen", async () => {
    const world = await worldOf(lostWhile("twoPrograms"))
    const call = caller(world)
    const { text: dossier } = await takeOut(world, call, "leafline")
    const { json } = await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}/exposures`)
    const { exposures } = z.looseObject({ exposures: z.array(z.looseObject({})) }).parse(json)
    const keys = JSON.stringify(await testSigner.all())
    const list = [...exposures, ...exposures.map((one) => ({ ...one, possible: true }))]
    const read = async (text: string) => {
      const files = await buildPackage({ dossier: text, keys, exposures: { list } }, at(200))
      return readCase(await readPackage(new Map([...files].map(([name, bytes]) => [name, async () => bytes]))))
    }
    const drawn = await read(dossier)
    expect(drawn).toMatchObject({ isAtLeast: true, unknownBecause: ["notCounted"] })
    expect([drawn.exposures.length, drawn.possible.length]).toEqual([1, 1])
    expect((await read(dossier.replaceAll('"notCounted"', '"aReasonOfLater"'))).isAtLeast).toBe(true)

    const csv = (await call("leafline", "GET", "/v1/shipments/s1/accesses?format=csv")).body
    expect(csv).toMatch(/^covered,.*incomplete/m)
    expect(csv).toContain(`unreported,${at(20)},${at(50)},,,,observed:northpost,,notCounted`)
  })
})

describe("whatever is looked up, lost, filled and reported", () => {
  exhaustively("no text says that something was not shown, or none, unless that is proven", async () => {
    let proven = 0
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const world = await worldOf(told)
        const { view, texts, documents } = await everyText(world)
        const truth = new Set(told.lookups.flatMap(({ fields }) => fields))
        const shipments = new Set(told.lookups.map(({ shipment }) => shipment)).size
        const shown = view.fieldsExposed.map(({ field }) => field)
        const recorded = told.lookups.filter((one) => isRecorded(one, told))

        expect(view.fieldsNotExposed.filter((field) => truth.has(field))).toEqual([])
        expect(new Set(shown)).toEqual(new Set(recorded.flatMap(({ fields }) => fields)))
        if (view.counts.shipments !== shipments && recorded.length > 0) expect(view.counts.atLeast).toBe(true)
        if (recorded.length === 0) expect(view.counts.people).toBeUndefined()
        const ofShipment = Map.groupBy(told.lookups, ({ shipment }) => shipment)
        const people = [...ofShipment.values()].map((seen) => subjectsOf(seen.flatMap(({ fields }) => fields)).size)
        const { people: least = 0, peopleAtMost: most = Number.POSITIVE_INFINITY } = view.counts
        expect(most).toBeGreaterThanOrEqual(
          Math.max(
            least,
            people.reduce((sum, one) => sum + one, 0),
          ),
        )
        const [first] = recorded.map(({ minute }) => at(minute)).sort()
        expect(view.firstExposureAt).toBe(first)
        proven += view.fieldsNotExposed.length

        const lost = told.isElsewhere ? [] : told.lookups.filter((one) => !isRecorded(one, told))
        const holes = (await statedWatch(world, "northpost")).flatMap(({ unwatched, uncounted }) => [
          ...unwatched.filter(({ filledAt }) => filledAt === undefined),
          ...uncounted,
        ])
        const isStated = ({ minute }: Lookup) =>
          holes.some(({ from, until }) => from <= at(minute) && at(minute) < until)
        expect(lost.filter((one) => !isStated(one))).toEqual([])
        for (const shipment of new Set(lost.map((one) => one.shipment)))
          expect(
            (await caller(world)("leafline", "GET", `/v1/shipments/s${shipment}/accesses?format=csv`)).body,
          ).toMatch(/^covered,.*incomplete/m)

        for (const { language, text } of texts) {
          const said = text.replaceAll("\u00a0", " ").match(complements)?.join("\n") ?? ""
          expect([...truth].filter((field) => mentions(said, field, language))).toEqual([])
          expect(zero.exec(text)?.[0]).toBeUndefined()
          // Where some field is listed, each is.
          if (shown.some((field) => mentions(text, field, language)))
            expect(shown.filter((field) => !mentions(text, field, language))).toEqual([])
        }
        for (const document of documents) {
          const text = JSON.stringify(document)
          const language = document.language === "fr" ? "fr" : "en"
          if (shown.some((field) => mentions(text, field, language)))
            expect({ id: document.id, left: shown.filter((field) => !mentions(text, field, language)) }).toEqual({
              id: document.id,
              left: [],
            })
        }
      }),
      { numRuns: 25, examples: [[lostWhile("twoPrograms")], [lostWhile("pause")], [allCounted]] },
    )
    expect(proven).toBeGreaterThan(0)
  })
})
