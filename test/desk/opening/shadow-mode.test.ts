import { expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { openReportedCase } from "../../../shared/desk/opening/report-breach.ts"
import { retailer } from "../../../shared/parties/party.ts"
import { settingsOf, withSettings } from "../../../shared/parties/settings/apply-settings.ts"
import { partySettings } from "../../../shared/parties/settings/party-settings.ts"
import { breachParties, breachWorld, partyIn, seen, walkAnomaly } from "../breach-world.ts"

const parties = breachParties.map((party) =>
  party.id === "leafline" ? retailer.parse({ ...party, detection: { mode: "shadow", thresholds: {} } }) : party,
)

it("alerts nobody of what the hub finds among a retailer in shadow mode, and all of what somebody reports (promise: shadow-finding-alerts-nobody)", async () => {
  const world = breachWorld({ parties })
  const told = () => [
    world.exchange.published(accessAnomalyDetected).length,
    world.exchange.published(breachCaseOpened).map(({ metadata }) => metadata.audience),
    [...new Set(world.mail.sent.map(({ partyId }) => partyId))].sort(),
  ]
  for (const number of [1, 2, 3]) await world.disclosures.append(seen(number))
  await world.anomalies.raise(walkAnomaly({ shadow: true }))
  await world.settle()
  expect(told()).toEqual([0, [], []])
  const carrier = world.directory.named("northpost")
  if (carrier === undefined) throw new Error("no such party")
  const evidence = { kind: "timeRange", since: "2026-11-01T14:00:00.000Z", until: "2026-11-01T14:05:00.000Z" } as const
  const report = {
    finder: "finder",
    tool: "observed:northpost",
    receivedAt: "2026-11-01T14:08:00.000Z",
    evidence,
  } as const
  await openReportedCase(world.desk, carrier, { id: "report-1", ...report })
  await world.settle()
  expect(told()).toEqual([0, expect.arrayContaining(["leafline", "northpost"]), ["leafline", "northpost"]])
})

it("lets a finding at another retailer open a case that alerts the one in shadow mode too (promise: shadow-joins-other-cases)", async () => {
  const world = breachWorld({ parties })
  for (const number of [1, 2, 3]) await world.disclosures.append(seen(number))
  await world.disclosures.append(seen(51, { retailerId: "maplebooks" }))
  await world.anomalies.raise(walkAnomaly({ shadow: true }))
  await world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-two", retailerId: "maplebooks" }))
  await world.settle()
  expect(world.mail.sent.map(({ partyId }) => partyId).sort()).toEqual(["leafline", "maplebooks", "northpost"])
  expect(partyIn(world, "leafline").shipments).toBe(3)
})

it("is switched by no setting of a party (promise: shadow-is-no-setting)", () => {
  const own = parties.find(({ id }) => id === "leafline")
  if (own?.kind !== "retailer") throw new Error("no such retailer")
  const live = { ...own, detection: { mode: "enforce" as const, thresholds: { walk: { alert: 9 } } } }
  const asked = partySettings.parse({ ...settingsOf(live), mode: "enforce", detection: live.detection })
  expect(withSettings(own, asked)).toMatchObject({ detection: { mode: "shadow", thresholds: { walk: { alert: 9 } } } })
})
