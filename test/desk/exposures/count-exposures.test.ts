import { describe, expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { breachCaseOpened, breachCaseUpdated } from "../../../shared/base/contracts/breach-case-events.ts"
import { breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"

/** The record ids of all exposures. */
function exposed(world: ReturnType<typeof breachWorld>): string[] {
  return world
    .rowsOf("exposure")
    .map((row) => row.recordId)
    .sort()
}

describe("the exposures of a case", () => {
  it("counts exactly while the walk goes on and repeats the alert at each power of ten", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 5; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    for (let number = 6; number <= 230; number++) {
      await world.disclosures.append(seen(number))
      if (number % 3 === 0) await world.disclosures.append(seen(number, { accessId: `again-${number}` }))
    }
    await world.settle()
    expect(soleCase(world).exposures).toBe(230)
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 230, exposures: 230 })
    expect(world.exchange.published(breachCaseOpened).length).toBe(2)
    const growth = world.exchange.published(breachCaseUpdated, "leafline")
    expect(growth.map(({ data }) => data.counts.shipments)).toEqual([10, 100])
    expect(growth.every(({ data }) => data.reason === "growth")).toBe(true)
  })

  it("counts one accessor under the names that it has before and after the secret rotates", async () => {
    const world = breachWorld()
    const renamed = { subject: "subject#walker-renamed", network: "network#home-renamed" }
    const otherKeys = Object.values(renamed)
    await world.disclosures.append(seen(1, renamed))
    await world.disclosures.append(seen(2))
    await world.anomalies.raise(walkAnomaly({ otherKeys }))
    await world.settle()
    await world.disclosures.append(seen(3, renamed))
    await world.disclosures.append(seen(4, { ...renamed, subject: "subject#neighbour" }))
    const { subject, network } = renamed
    await world.anomalies.raise(walkAnomaly({ anomalyId: "found-anew", accessorKey: subject, subject, network }))
    await world.settle()
    expect(exposed(world)).toEqual([1, 2, 3].map((number) => `SHIPMENT#leafline#s${number}`))
    expect(soleCase(world).state).toBe("open")
    const accessIds = world.exchange.published(accessAnomalyDetected, "northpost")[0]?.data.accessIds
    expect(accessIds).toEqual(expect.arrayContaining(["acc-walker-2", "acc-subject-walker-renamed-1"]))
  })

  it("counts what a network saw under its name before the secret rotated", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1, { subject: "subject#cookie-1", network: "network#home-before" }))
    await world.disclosures.append(seen(2, { subject: "subject#cookie-2" }))
    const ofNetwork = { accessorKey: "network#home-of-walker", subject: undefined, otherKeys: ["network#home-before"] }
    await world.anomalies.raise(walkAnomaly({ ...ofNetwork, anomalyId: "anomaly-of-network" }))
    await world.settle()
    expect(exposed(world)).toEqual(["SHIPMENT#leafline#s1", "SHIPMENT#leafline#s2"])
  })

  it("leaves out accessors that proved to be entitled, and strangers of the same network", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.disclosures.append(seen(2, { subject: "subject#neighbour" }))
    await world.disclosures.append(seen(3, { proof: "linkToken", provenForExposure: true }))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    expect(world.rowsOf("exposure").map((row) => row.recordId)).toEqual(["SHIPMENT#leafline#s1"])
  })

  it("takes right postal codes of an accessor that crossed for guesses from the beginning of the episode", async () => {
    const world = breachWorld()
    const byPostalCode = { proof: "postalCode", provenForExposure: true } as const
    await world.disclosures.append(seen(1, { ...byPostalCode, at: "2026-10-30T10:00:00.000Z" }))
    await world.disclosures.append(seen(2, byPostalCode))
    await world.disclosures.append(seen(3, { ...byPostalCode, subject: "subject#neighbour" }))
    await world.anomalies.raise(walkAnomaly({ chart: "guess" }))
    await world.settle()
    await world.disclosures.append(seen(4, byPostalCode))
    await world.disclosures.append(seen(5, { proof: "linkToken", provenForExposure: true }))
    await world.settle()
    expect(exposed(world)).toEqual(["SHIPMENT#leafline#s2", "SHIPMENT#leafline#s4"])
  })

  it("counts all lookups of a network that crossed from the beginning of the episode", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1, { at: "2026-10-20T10:00:00.000Z" }))
    for (let number = 2; number <= 9; number++) {
      await world.disclosures.append(seen(number, { subject: `subject#cookie-${number}` }))
    }
    await world.anomalies.raise(
      walkAnomaly({ accessorKey: "network#home-of-walker", subject: undefined, anomalyId: "anomaly-of-network" }),
    )
    await world.settle()
    expect(exposed(world)).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((number) => `SHIPMENT#leafline#s${number}`))
  })

  it("counts what was repeated in the hour of the attack before it began as possible, until it is repeated later", async () => {
    const world = breachWorld()
    const day = { sortKey: "2026-11-01#repeats-of-s1" }
    const at = (time: string) => ({ at: `2026-11-01T${time}.000Z` })
    await world.disclosures.append(seen(1, { ...day, ...at("13:30:00"), lastAt: at("14:00:05").at }))
    await world.disclosures.append(seen(2, at("14:00:05")))
    await world.disclosures.append(seen(3, { ...at("12:00:00"), lastAt: at("13:59:59").at }))
    await world.anomalies.raise(walkAnomaly({ accessorKey: "network#home-of-walker", subject: undefined }))
    await world.settle()
    const found = () => world.rowsOf("exposure").map(({ shipmentId, possible }) => [shipmentId, possible])
    expect(found()).toEqual([["s1", true]])
    await world.disclosures.append(seen(1, { ...day, ...at("15:10:00"), lastAt: at("15:10:00").at }))
    await world.settle()
    expect(found()).toEqual([["s1", undefined]])
  })

  it("counts what one key of a case attributes, though by another key it is only possible", async () => {
    const world = breachWorld()
    const evidence = { ...walkAnomaly().evidence, challengeFailed: 8 }
    const ofNetwork = { accessorKey: "network#home-of-walker", subject: undefined, anomalyId: "anomaly-of-network" }
    const later = { from: "2026-11-01T14:20:00.000Z", crossedAt: "2026-11-01T14:21:00.000Z" }
    await world.anomalies.raise(walkAnomaly({ ...ofNetwork, evidence }))
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly({ ...later, chart: "guess" }))
    await world.settle()
    const times = { at: "2026-11-01T14:00:30.000Z", lastAt: "2026-11-01T14:10:00.000Z" }
    await world.disclosures.append(seen(2, { ...times, proof: "postalCode", provenForExposure: true }))
    await world.settle()
    expect(world.rowsOf("exposure").map(({ shipmentId, possible }) => [shipmentId, possible])).toEqual([
      ["s1", undefined],
      ["s2", undefined],
    ])
  })

  it("takes right postal codes of a network for guesses only during the episode in which others were guessed there", async () => {
    const world = breachWorld()
    const byPostalCode = { proof: "postalCode", provenForExposure: true } as const
    const at = (time: string) => ({ at: `2026-11-01T${time}Z`, subject: `subject#cookie-${time}` })
    await world.disclosures.append(seen(1, { ...byPostalCode, ...at("13:59:59.000") }))
    await world.disclosures.append(seen(2, { ...byPostalCode, ...at("14:00:10.000") }))
    await world.disclosures.append(seen(3, { ...byPostalCode, ...at("14:00:50.900") }))
    await world.disclosures.append(seen(4, { proof: "linkToken", provenForExposure: true, ...at("14:00:30.000") }))
    await world.disclosures.append(seen(5, { ...byPostalCode, ...at("14:00:51.000") }))
    const ofNetwork = { accessorKey: "network#home-of-walker", subject: undefined, chart: "guess" } as const
    const evidence = { ...walkAnomaly().evidence, references: 10, hits: 2, challengeFailed: 8 }
    await world.anomalies.raise(walkAnomaly({ ...ofNetwork, evidence, anomalyId: "anomaly-of-network" }))
    await world.settle()
    // The network is restricted by now, so the guard records its lookups as unproven. Later strangers prove again.
    await world.disclosures.append(
      seen(6, {
        proof: "postalCode",
        provenForExposure: false,
        ...at("14:20:00.000"),
        network: "network#home-of-walker",
      }),
    )
    await world.disclosures.append(seen(7, { ...byPostalCode, ...at("23:00:00.000") }))
    await world.settle()
    expect(exposed(world)).toEqual([2, 3, 6].map((number) => `SHIPMENT#leafline#s${number}`))

    // The next episode counts too, and the first stays counted.
    const next = {
      from: "2026-11-03T09:00:00.000Z",
      crossedAt: "2026-11-03T09:01:00.000Z",
      anomalyId: "anomaly-of-later",
    }
    await world.disclosures.append(
      seen(8, { ...byPostalCode, at: "2026-11-03T09:00:30.000Z", subject: "subject#later" }),
    )
    await world.anomalies.raise(walkAnomaly({ ...ofNetwork, evidence, ...next }))
    await world.settle()
    expect(exposed(world)).toEqual([2, 3, 6, 8].map((number) => `SHIPMENT#leafline#s${number}`))
  })
})
