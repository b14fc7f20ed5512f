import { describe, expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../shared/contracts/access-anomaly-detected.ts"
import { hubAudience } from "../../shared/contracts/envelope.ts"
import { breachWorld, seen, walkAnomaly } from "./breach-world.ts"

describe("an anomaly of a network", () => {
  const network = "network#office"
  const ofOffice = { network, at: "2026-11-01T14:00:30.000Z" }

  it("is no news to retailers whose own customers proved themselves there, nor are their lookups named to the carrier", async () => {
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
    const told = world.exchange.published(accessAnomalyDetected)
    expect(told.map(({ metadata }) => metadata.audience).sort()).toEqual([hubAudience, "leafline", "northpost"])
    const [toCarrier] = world.exchange.published(accessAnomalyDetected, "northpost")
    expect(toCarrier?.data.accessIds).toEqual(["acc-walker-1", "acc-5"])
  })
})

describe("an anomaly of a subject", () => {
  it("is told to every retailer whose shipments the subject saw, whatever it proved", async () => {
    const world = breachWorld()
    await world.disclosures.append(seen(1))
    await world.disclosures.append(seen(2, { retailerId: "maplebooks", proof: "account", provenForExposure: true }))
    await world.use.raise(walkAnomaly())
    const told = world.exchange.published(accessAnomalyDetected)
    expect(told.map(({ metadata }) => metadata.audience).sort()).toEqual([
      hubAudience,
      "leafline",
      "maplebooks",
      "northpost",
    ])
  })
})
