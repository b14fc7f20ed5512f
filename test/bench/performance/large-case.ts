import { receiptKind } from "../../../shared/base/contracts/words.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { openReportedCase } from "../../../shared/desk/opening/report-breach.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { aliasIn, type BreachWorld, breachWorld, seen, soleCase, walkAnomaly } from "../../desk/breach-world.ts"
import { caller } from "../../desk/desk-caller.ts"
import { takeOut } from "../../desk/take-out.ts"
import { type CaseMeter, caseMeter, type Step } from "./case-meter.ts"

/** What opens a case: an anomaly of the walker, or a report of the carrier about a time range. */
export type Opened = "anomaly" | "report"

/** What a case of so many exposures asks of its stores, from opening to closing. */
export type LargeCase = {
  readonly exposures: number
  readonly openedBy: Opened
  readonly steps: readonly Step[]
  readonly largestItemBytes: number
  /** Seconds that the measurement took here. */
  readonly seconds: number
}

type Measured = { world: BreachWorld; meter: CaseMeter; exposures: number; call: ReturnType<typeof caller> }

const [pageSize, receiptsAtOnce] = [500, 500]
const firstAtMs = Date.parse("2026-11-01T14:00:00.000Z")

/**
 * Opens a case of one walker, counts its exposures with the watch's help, reads them in pages and as CSV, notifies all
 * people, makes the retailer's dossier and closes the case. The stores are in memory and count calls and bytes.
 *
 * @throws Error if the case does not come to so many exposures, or does not close
 */
export async function measureLargeCase(exposures: number, openedBy: Opened = "anomaly"): Promise<LargeCase> {
  const startedAt = performance.now()
  const meter = caseMeter()
  const world = breachWorld({ interrupt: meter.interrupt })
  const measured = { world, meter, exposures, call: caller(world) }
  await fillLedger(world, exposures)
  meter.watch(world)
  await openAndCount(measured, openedBy)
  const path = `/v1/cases/${aliasIn(world, soleCase(world), "leafline")}`
  await readAll(measured, "read a page of 500", `${path}/exposures?limit=${pageSize}`)
  await readAll(measured, "read 2,000 as CSV", `${path}/exposures?format=csv`)
  await notifyAll(measured, path)
  await meter.measure("take out a dossier", () => takeOut(world, measured.call, "leafline"))
  await close(measured, path)
  if (soleCase(world).state !== "closed") throw new Error("The case is not closed")
  const seconds = (performance.now() - startedAt) / 1_000
  return { exposures, openedBy, steps: meter.steps(), largestItemBytes: meter.largestItemBytes(), seconds }
}

/** The lookups of the walker, 50 a second. */
async function fillLedger(world: BreachWorld, lookups: number): Promise<void> {
  for (let number = 1; number <= lookups; number += 1) {
    await world.disclosures.append(seen(number, { at: new Date(firstAtMs + number * 20).toISOString() }))
    world.pending.splice(0)
  }
}

async function openAndCount({ world, meter, exposures }: Measured, openedBy: Opened): Promise<void> {
  await meter.measure("open", async () => {
    if (openedBy === "report") await report(world, exposures)
    else await world.anomalies.raise(walkAnomaly())
    await world.settle()
  })
  while (soleCase(world).exposures < exposures) {
    const before = soleCase(world).exposures
    world.passSeconds(60)
    await meter.measure("count on", async () => {
      await makeWatchDuties(world.desk)()
      await world.settle()
    })
    if (soleCase(world).exposures === before) throw new Error(`The case stays at ${before} exposures`)
  }
  // The last growth is alerted once the case is quiet.
  for (const seconds of [120, 7_200]) {
    world.passSeconds(seconds)
    await makeWatchDuties(world.desk)()
    await world.settle()
  }
}

async function report(world: BreachWorld, lookups: number): Promise<void> {
  const northpost = world.directory.named("northpost")
  if (northpost === undefined) throw new Error("There is no such party")
  const until = new Date(firstAtMs + lookups * 20).toISOString()
  await openReportedCase(world.desk, northpost, {
    id: "report-of-a-walk",
    finder: "finder",
    tool: "observed:northpost",
    receivedAt: until,
    evidence: { kind: "timeRange", since: new Date(firstAtMs).toISOString(), until },
  })
}

/** Reads a list to its last page, by the header that leads from each page to the next. */
async function readAll(measured: Measured, name: string, first: string): Promise<void> {
  for (let path: string | undefined = first; path !== undefined; ) {
    const request: Asked = { method: "GET", path }
    const { headers } = await measured.meter.measure(name, () => ask(measured, request))
    path = /^<([^>]+)>; rel="next"$/.exec(headers["link"] ?? "")?.[1]
  }
}

async function notifyAll(measured: Measured, path: string): Promise<void> {
  for (let first = 1; first <= measured.exposures; first += receiptsAtOnce) {
    const count = Math.min(receiptsAtOnce, measured.exposures - first + 1)
    const shipmentIds = Array.from({ length: count }, (_, place) => `s${first + place}`)
    const notifiedAt = measured.world.clock().toISOString()
    const body = { method: "email", notifiedAt, recipients: { kind: "shipmentIds", shipmentIds } }
    await measured.meter.measure("record 500 notices", () => ask(measured, { path: `${path}/receipts`, body }))
  }
}

const receipts = {
  tellRegulator: receiptKind.enum.regulatorReceipt,
  supplementReport: receiptKind.enum.regulatorReceipt,
  keepRecord: receiptKind.enum.recordEntry,
  tellOtherOrganisation: receiptKind.enum.organisationNotified,
} as const

async function close(measured: Measured, path: string): Promise<void> {
  const { world, meter } = measured
  const at = world.clock().toISOString()
  for (const partyId of ["leafline", "northpost"]) {
    const alias = aliasIn(world, soleCase(world), partyId)
    const base = `/v1/cases/${alias}`
    const measure = { kind: "containment", code: "containmentAttested", at }
    await ask(measured, { partyId, path: `${base}/measures`, body: measure })
    for (const { duty } of world.rowsOf("duty").filter((row) => row.duty.party === partyId)) {
      if (duty.kind === "tellIndividuals") continue
      const step = { operation: "discharge", receipt: { kind: receipts[duty.kind], reference: "FILE-1", at } }
      await ask(measured, { partyId, path: `${base}/duties/${dutyIdOf(alias, duty)}`, body: { step } })
    }
  }
  await meter.measure("close", () => ask(measured, { path: `${path}/closing`, body: { outcome: "resolved" } }))
}

type Asked = { partyId?: string; method?: string; path: string; body?: object }

/** Asks the API as the retailer, unless another party is named. */
async function ask({ call }: Measured, { partyId = "leafline", method = "POST", path, body }: Asked) {
  const answer = await call(partyId, method, path, body)
  if (answer.statusCode < 300) return answer
  throw new Error(`${method} ${path} was answered with ${answer.statusCode}: ${answer.body}`)
}
