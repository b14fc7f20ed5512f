import { describe, expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { hubAudience } from "../../../shared/base/contracts/envelope.ts"
import { publishedWalk, walkEvidence } from "../../builders/findings.ts"
import { type BreachWorld, breachWorld, seen, walkAnomaly } from "../../desk/breach-world.ts"
import { keysIn } from "../../desk/keys-in.ts"
import { sealedToken } from "../../doubles/accessor-tokens.ts"

function receivers(world: BreachWorld): string[] {
  const events = world.exchange.published(accessAnomalyDetected)
  return events.flatMap(({ metadata }) => metadata.audience ?? []).sort()
}

describe("an anomaly of a network", () => {
  const network = "network#office"
  const ofOffice = { network, at: "2026-11-01T14:00:30.000Z" }

  it("is not announced to retailers whose customers proved themselves there, and names their lookups to no carrier", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1, ofOffice))
    await world.disclosures.append(
      seen(2, {
        ...ofOffice,
        subject: "subject#customer",
        retailerId: "maplebooks",
        accessId: "acc-customer",
        proof: "account",
        provenForExposure: true,
      }),
    )
    await world.use.raise(walkAnomaly({ accessorKey: network, network }))
    expect(receivers(world)).toEqual([hubAudience, "leafline", "northpost"])
    const [toCarrier] = world.exchange.published(accessAnomalyDetected, "northpost")
    expect(toCarrier?.data.accessIds).toEqual(["acc-walker-1", "acc-5"])
    const [toRetailer] = world.exchange.published(accessAnomalyDetected, "leafline")
    expect(toRetailer?.data.accessIds).toBeUndefined()
    expect(toRetailer?.data.accessorTokens).toBeUndefined()
  })
})

describe("an anomaly of a block of numbers", () => {
  const block = { accessorKey: "block#maplebooks#7", chart: "block", retailerId: "maplebooks" } as const
  const advice = async (anomaly: Parameters<typeof walkAnomaly>[0]) => {
    const world = breachWorld()
    await world.use.raise(walkAnomaly({ ...block, ...anomaly }))
    const [toCarrier] = world.exchange.published(accessAnomalyDetected, "northpost")
    const { proofRequiredUntil, retailerAlias } = toCarrier?.data ?? {}
    return { proofRequiredUntil, retailerAlias, restricted: world.restrictions.rows().map(({ scope }) => scope) }
  }
  const nothing = { proofRequiredUntil: undefined, retailerAlias: undefined }
  const inItsTool = {
    tool: "observed:northpost",
    reportedBy: "northpost",
    detectedAt: "2026-11-01T14:00:50.000Z",
  } as const
  const aDayLater = "2026-11-02T14:00:50.000Z"

  it("tells the carrier in whose tool it was to ask for proof, and for which retailer unless it is discreet", async () => {
    const told = { proofRequiredUntil: aDayLater, retailerAlias: "Maple Books", restricted: [] }
    expect(await advice(inItsTool)).toEqual(told)
    const leafline = { accessorKey: "block#leafline#7", retailerId: "leafline" }
    expect(await advice({ ...inItsTool, ...leafline })).toEqual({ ...told, retailerAlias: undefined })
    expect(await advice({ ...inItsTool, severity: "notice" })).toEqual({ ...nothing, restricted: [] })
    expect(await advice({ ...inItsTool, chart: "guess" })).toEqual({ ...nothing, restricted: [] })
  })

  it("restricts the numbers for the carrier that reported alone, and none by a key that names no party", async () => {
    const world = breachWorld()
    await world.use.raise(walkAnomaly({ ...block, ...inItsTool, accessorKey: "block#northpost#maplebooks#70" }))
    expect(world.restrictions.rows()).toMatchObject([
      { accessorKey: "neighbourhood#northpost#maplebooks#1", vouchedBy: "northpost", until: aDayLater },
    ])
    expect((await advice(inItsTool)).restricted).toEqual([])
    const ofOthers = { ...inItsTool, accessorKey: "block#otherpost#maplebooks#70" }
    expect((await advice(ofOthers)).restricted).toEqual([])
  })

  it("makes the hub ask for proof where it saw the lookups itself", async () => {
    const itself = { tool: "guarded", reportedBy: undefined } as const
    expect(await advice(itself)).toEqual({ ...nothing, restricted: ["neighbourhood"] })
    expect(await advice({ ...itself, delegatedBy: "northpost" })).toEqual({ ...nothing, restricted: [] })
  })
})

describe("an anomaly of a subject", () => {
  it("names no lookup to a carrier that may only have been repeated during the episode", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1, { at: "2026-11-01T13:30:00.000Z", lastAt: "2026-11-01T14:00:05.000Z" }))
    await world.disclosures.append(seen(2, { at: "2026-11-01T13:30:00.000Z", lastAt: "2026-11-01T14:00:20.000Z" }))
    await world.use.raise(walkAnomaly())
    const [toCarrier] = world.exchange.published(accessAnomalyDetected, "northpost")
    expect(toCarrier?.data.accessIds).toEqual(["acc-walker-2", "acc-5"])
  })

  it("is announced to the retailer whose numbers it is about, and another retailer sees only its own exposures in its case", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.disclosures.append(seen(2, { retailerId: "maplebooks" }))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    expect(receivers(world)).toEqual([hubAudience, "leafline", "northpost"])
    const [opened] = world.exchange.published(breachCaseOpened, "maplebooks")
    expect(opened?.data.counts.shipments).toBe(1)
  })

  it("behind a restricted network joins the case of the network and is announced to no party", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    const cookie = {
      accessorKey: "subject#next-cookie",
      subject: "subject#next-cookie",
      behindRestriction: true,
    } as const
    await world.anomalies.raise(walkAnomaly({ ...cookie, anomalyId: "anomaly-of-next-cookie" }))
    await world.settle()
    expect(receivers(world)).toEqual([hubAudience, hubAudience, "leafline", "northpost"])
    expect(keysIn(world)).toContain(cookie.accessorKey)
    expect(world.exchange.published(breachCaseOpened)).toHaveLength(2)
    const unheard = breachWorld()
    await unheard.use.raise(walkAnomaly(cookie))
    expect(receivers(unheard)).toEqual([hubAudience])
  })

  it("is one event to each party for its network and further charts, and each alert reaches the hub", async () => {
    const world = breachWorld()
    const anomalies = [
      walkAnomaly(),
      walkAnomaly({ anomalyId: "of-network", accessorKey: "network#home-of-walker" }),
      walkAnomaly({ anomalyId: "fan-out", chart: "fanOut" }),
    ]
    for (const anomaly of [...anomalies, ...anomalies]) await world.use.raise(anomaly)
    const announced = world.exchange.published(accessAnomalyDetected)
    const distinct = new Map(announced.map(({ metadata, data }) => [metadata.id, [metadata.audience, data.anomalyId]]))
    expect([...distinct.values()].sort()).toEqual([
      [hubAudience, "anomaly-of-the-walk"],
      [hubAudience, "fan-out"],
      [hubAudience, "of-network"],
      ["leafline", "anomaly-of-the-walk"],
      ["northpost", "anomaly-of-the-walk"],
    ])
  })

  it("is updated under its id for the carrier that learns of a further session to refuse, and for nobody else", async () => {
    const world = breachWorld()
    await world.use.raise(walkAnomaly())
    const ofNetwork = { anomalyId: "of-network", accessorKey: "network#home-of-walker", accessIds: ["acc-next"] }
    const next = await sealedToken("tok_next_session")
    for (let times = 2; times > 0; times--) await world.use.raise(walkAnomaly({ ...ofNetwork, accessorTokens: [next] }))
    const toCarrier = world.exchange.published(accessAnomalyDetected, "northpost")
    expect(toCarrier.map(({ data }) => [data.anomalyId, data.revision, data.accessorTokens, data.accessIds])).toEqual([
      ["anomaly-of-the-walk", 1, ["tok_walker"], ["acc-5"]],
      ["anomaly-of-the-walk", 2, ["tok_next_session"], ["acc-next"]],
      ["anomaly-of-the-walk", 2, ["tok_next_session"], ["acc-next"]],
    ])
    const [first, update, repeat] = toCarrier.map(({ metadata }) => metadata)
    expect(update?.id).not.toBe(first?.id)
    expect(repeat?.id).toBe(update?.id)
    expect(update?.correlationId).toBe(first?.correlationId)
    expect(world.exchange.published(accessAnomalyDetected, "leafline")).toHaveLength(1)
  })

  it("names to the carrier the latest 500 lookups that contributed", async () => {
    const world = breachWorld()
    const accessIds = Array.from({ length: 510 }, (_, place) => `acc-${place + 1}`)
    await world.use.raise(walkAnomaly({ accessIds }))
    const [toCarrier] = world.exchange.published(accessAnomalyDetected, "northpost")
    expect(toCarrier?.data.accessIds).toEqual(accessIds.slice(10))
  })

  it("gives its retailer the counts and times of its own part, and the carrier those of the whole", async () => {
    const world = breachWorld()
    const part = { references: 2, hits: 2 }
    const from = "2026-11-01T14:00:30.000Z"
    await world.use.raise(
      walkAnomaly({
        chart: "fanOut",
        retailerFinding: publishedWalk({
          chart: "fanOut",
          score: 18,
          threshold: 18,
          from,
          evidence: { ...walkEvidence, ...part },
        }),
      }),
    )
    const [toRetailer] = world.exchange.published(accessAnomalyDetected, "leafline")
    expect(toRetailer?.data).toMatchObject({ counts: part, firstAt: from, score: 18, threshold: 18 })
    const [toCarrier] = world.exchange.published(accessAnomalyDetected, "northpost")
    expect(toCarrier?.data).toMatchObject({ counts: { references: 5, hits: 5 }, score: 15.1, threshold: 14 })
  })
})
