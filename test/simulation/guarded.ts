import * as z from "zod"
import { awaitedLater } from "../../infra/local/replay/concurrency.ts"
import type { Random } from "./random.ts"
import { tokenOf } from "./tokens.ts"
import type { SimulatedParcel, Story } from "./workload.ts"
import type { World } from "./world.ts"

/** What visitors asked the hub's lookup API, and what it showed them. */
export type GuardedVisits = {
  /** Shipments that the walker looked up. */
  readonly asked: Set<string>
  /** Shipments that the walker was shown, and the instant by which it had the answer. */
  readonly shown: Map<string, { firstAnsweredAt: string }>
  /** Answers that the walker received after it was first refused. */
  shownAfterRefusal: number
  refused: number
  /** Recipients with a proof that were refused. */
  recipientsRefused: number
}

const httpAnswer = z.looseObject({ statusCode: z.number(), body: z.string() })
const userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/70.0.3538.77 Safari/537.36"
/** A client gives up after this number of failed attempts. */
const attempts = 150

/** Lets a walker look up tracking numbers without proof. Recipients look up their parcels at the same time. */
export async function visitGuard(world: World, story: Story, random: Random): Promise<GuardedVisits> {
  const targets = story.parcels.filter(({ retailerId }) => retailerId === "maplebooks")
  const visits: GuardedVisits = {
    asked: new Set(),
    shown: new Map(),
    shownAfterRefusal: 0,
    refused: 0,
    recipientsRefused: 0,
  }
  const sessionStartedAt = new Date(world.scheduler.nowMs() - 600_000).toISOString()

  const walk = async (): Promise<void> => {
    for (const parcel of targets) {
      visits.asked.add(parcel.shipmentId)
      const status = await askAsWalker(world, parcel)
      if (status === 200) {
        const firstAnsweredAt = world.scheduler.clock().toISOString()
        if (!visits.shown.has(parcel.shipmentId)) visits.shown.set(parcel.shipmentId, { firstAnsweredAt })
        if (visits.refused > 0) visits.shownAfterRefusal++
      } else visits.refused++
    }
  }
  const receive = async (parcel: SimulatedParcel, index: number): Promise<void> => {
    const session = `guarded-recipient-${index}`
    const visitor = { ip: `198.51.100.${100 + index}`, session, sessionStartedAt, userAgent }
    const byLink = random.chance(0.5)
    const question = byLink
      ? { linkToken: parcel.linkToken }
      : { retailer: parcel.retailerId, orderReference: parcel.orderReference, postalCode: parcel.postalCode }
    const status = await askHub(world, { authorization: tokenOf("northpost", visitor) }, question)
    if (status !== 200) visits.recipientsRefused++
  }
  const recipients = story.parcels.filter(() => random.chance(0.3))
  // A failure before the await would end the process without printing its seed.
  const everybody = awaitedLater(Promise.all([walk(), ...recipients.map(receive)]))
  await world.scheduler.runUntilIdle()
  await everybody
  return visits
}

/** Its session began before the simulation. */
const walker = {
  ip: "203.0.113.90",
  session: "guarded-walker-session",
  sessionStartedAt: "2018-10-31T11:50:00.000Z",
  userAgent,
}

/** The walker's lookup of a parcel without proof. @returns the status of the answer */
export function askAsWalker(world: World, { trackingNumber }: SimulatedParcel): Promise<number> {
  const authorization = tokenOf("northpost", walker)
  return askHub(world, { authorization }, { carrier: "northpost", trackingNumber })
}

/**
 * One lookup: for a party that shows its token, or of a visitor of the hub's own page. Asks again while the hub fails.
 * @returns the status of the answer
 */
export async function askHub(
  world: World,
  { authorization, sourceIp = "192.0.2.1" }: { readonly authorization?: string; readonly sourceIp?: string },
  question: object,
): Promise<number> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answer = await world.call("look-up-shipment", {
      rawPath: "/v1/lookups",
      rawQueryString: "",
      headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
      body: JSON.stringify(question),
      isBase64Encoded: false,
      requestContext: { requestId: "request", http: { method: "POST", sourceIp } },
    })
    const parsed = httpAnswer.safeParse(answer)
    if (parsed.success && parsed.data.statusCode < 500) return parsed.data.statusCode
    await world.scheduler.sleep(500)
  }
  throw new Error(`The lookup API failed ${attempts} times`)
}
