import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import { shipmentCancelled } from "../../../shared/base/contracts/shipment-cancelled.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { callsToAssess } from "./assess-test-case.ts"
import { type OwnCase, rememberAnomalies } from "./check-walk.ts"
import { closeOwnCases } from "./close-own-cases.ts"
import { belongsTo, type Examination, metadataOf, sendAs } from "./examination.ts"
import { type Finding, finding } from "./finding.ts"
import { closingIsSafe, type SeenCase } from "./is-own-case.ts"

const clean = finding("The run is cleaned up")

/** Closes the case of the run as a false alarm, cancels its shipments, and takes its events out of the queues. */
export async function cleanUp(examination: Examination, cases: readonly OwnCase[]): Promise<Finding> {
  const { inbox, left, onProgress, open } = examination
  onProgress("Cleaning up")
  const problem = await closeCases(examination, cases)
  const cancelled = await cancelShipments(examination)
  await whenSettled(examination, problem === undefined ? cases : [])
  await rememberAnomalies(examination, cases)
  const { drained } = await inbox.giveBack((event) => belongsTo(examination, event))
  if (open.length > 0)
    left.push(
      `${open.length} shipments named ${examination.run}..., which are cancelled and expire`,
      "events about them that came after the queues were drained, and those in the archive",
    )
  if (problem !== undefined) return clean.fail(problem)
  if (cancelled < open.length) return clean.fail(`${open.length - cancelled} shipments could not be cancelled`)
  const closed = cases.length === 0 ? "" : "The case was closed as a false alarm, which releases its restrictions. "
  return clean.pass(`${closed}${cancelled} shipments were cancelled, ${drained} events taken out of queues`)
}

/** Events that follow from the last commands have come when none came for this time. */
const settleMilliseconds = 3_000
const settlePatienceMilliseconds = 60_000

/** Waits for what the clean-up itself causes, so that it is taken out of the queues too. */
async function whenSettled({ inbox, reached }: Examination, cases: readonly OwnCase[]): Promise<void> {
  for (const { party, caseAlias } of cases)
    await inbox.received(
      party.id,
      ({ detailType, data }) => detailType === "BreachCaseClosed" && data["caseAlias"] === caseAlias,
    )
  const partyIds = reached.parties.map(({ id }) => id)
  const held = async () => {
    for (const partyId of partyIds) await inbox.isReadable(partyId)
    return partyIds.flatMap(inbox.of).length
  }
  const until = Date.now() + settlePatienceMilliseconds
  for (let before = -1, now = await held(); now > before && Date.now() < until; now = await held()) {
    before = now
    await pause(settleMilliseconds)
  }
}

/** Closes the case for every party. Returns why it is still open, if it is. */
async function closeCases(examination: Examination, cases: readonly OwnCase[]): Promise<string | undefined> {
  if (cases.length === 0) return undefined
  const names = cases.map(({ party, caseAlias }) => `${caseAlias} of ${party.id}`).join(", ")
  const problem = await closeOwnCases(cases, {
    see: (own) => seeCase(examination, own),
    isSafe: (seen) => closingIsSafe(seen, examination),
    stateFalseAlarm: (own) => stateFalseAlarm(examination, own),
    pause: () => pause(settleMilliseconds),
    now: Date.now,
  })
  const is = problem === undefined ? "closed" : "open"
  examination.left.push(`the ${is} case ${names}: its timeline, its exposures and the entries of the ledger`)
  return problem
}

/** A case whose shipments were shown is a false alarm only once its party has assessed that there was no breach. */
async function stateFalseAlarm(examination: Examination, { party, caseAlias }: OwnCase): Promise<Response> {
  const view = await answerOf(desk(examination, party.id, caseAlias))
  const calls = callsToAssess(view, { file: examination.run, at: new Date().toISOString() })
  for (const { path, body } of calls) await desk(examination, party.id, `${caseAlias}${path}`, body)
  return desk(examination, party.id, `${caseAlias}/closing`, { outcome: "falseAlarm" })
}

const caseView = z.looseObject({ state: z.string(), openedAt: z.string() })
const exposurePage = z.looseObject({
  exposures: z.array(z.looseObject({ shipmentId: z.string().optional(), trackingNumber: z.string().optional() })),
  next: z.string().optional(),
})

async function seeCase(examination: Examination, { party, caseAlias }: OwnCase): Promise<SeenCase | undefined> {
  const view = caseView.safeParse(await answerOf(desk(examination, party.id, caseAlias)))
  const page = exposurePage.safeParse(await answerOf(desk(examination, party.id, `${caseAlias}/exposures?limit=100`)))
  if (!view.success || !page.success) return undefined
  const { exposures, next } = page.data
  return {
    ...view.data,
    exposedIds: exposures.map(({ shipmentId, trackingNumber }) => shipmentId ?? trackingNumber),
    hasMore: next !== undefined,
  }
}

const answerOf = async (asked: Promise<Response>): Promise<unknown> => (await asked).json().catch(() => undefined)

let commands = 0

/** Asks the breach desk as a party. With a body it is a command. */
async function desk({ reached, voices, run }: Examination, partyId: string, path: string, body?: object) {
  commands += 1
  return fetch(`${reached.apiUrl}/v1/cases/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      authorization: `Bearer ${await voices.sign(partyId)}`,
      "content-type": "application/json",
      "idempotency-key": `${run}-${commands}`,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** Cancels what was created. Returns how many cancellations the hub accepted. */
async function cancelShipments(examination: Examination): Promise<number> {
  const { open, run, reached } = examination
  let cancelled = 0
  for (const { retailer, parcel } of open) {
    const at = new Date().toISOString()
    const entry = shipmentCancelled.entry({
      source: eventSource(retailer),
      busName: reached.outputs("IngressBusName") ?? "",
      data: { shipmentId: parcel.shipmentId, reason: "createdInError" },
      metadata: metadataOf(run, `cancelled-${parcel.shipmentId.slice(run.length)}`, at),
    })
    if ("eventBridgeId" in (await sendAs(examination, retailer, entry))) cancelled += 1
  }
  return cancelled
}
