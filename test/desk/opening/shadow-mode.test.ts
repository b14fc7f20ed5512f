import { expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-opened.ts"
import { openReportedCase } from "../../../shared/desk/opening/report-breach.ts"
import { retailer } from "../../../shared/parties/party.ts"
import { settingNames } from "../../../shared/parties/settings/party-settings.ts"
import { breachParties, breachWorld, seen, walkAnomaly } from "../breach-world.ts"

const parties = breachParties.map((party) =>
  party.id === "leafline" ? retailer.parse({ ...party, detection: { mode: "shadow", thresholds: {} } }) : party,
)

it("alerts nobody of what the hub finds among a retailer in shadow mode, and all of what somebody reports", async () => {
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

it("is switched by no setting of a party", () => {
  expect(settingNames.filter((name) => /mode|detection|shadow/i.test(name))).toEqual([])
})
