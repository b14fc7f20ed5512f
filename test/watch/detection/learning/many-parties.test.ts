import { expect, it } from "@jest/globals"
import { currentParties } from "../../../../shared/parties/current-parties.ts"
import { makeLearnRetailerProfiles } from "../../../../shared/watch/detection/learning/learn-retailer-profiles.ts"
import { makeWatchVolumes } from "../../../../shared/watch/detection/learning/watch-volumes.ts"
import { manyInvited } from "../../../parties/invitations/many-invited.ts"
import { recordedTelemetry, testParties } from "../../../parties/test-parties.ts"
import {
  memoryAccessProfiles,
  memoryAnomalies,
  memoryRetailerProfiles,
  memoryRetailerVolumes,
} from "../memory-stores.ts"

it("is one run for 10,000 invited retailers, which reads them a page at a time and none of them by itself", async () => {
  const { invited, reads } = manyInvited(10_000)
  const clock = () => new Date("2026-11-05T10:00:00.000Z")
  const settings = { of: async () => [] }
  const parties = currentParties({
    file: testParties,
    stored: { invited, settings },
    clock,
    telemetry: recordedTelemetry(),
  })
  const retailerProfiles = memoryRetailerProfiles()
  const samples = memoryAccessProfiles()
  const watch = makeWatchVolumes({
    parties,
    volumes: memoryRetailerVolumes(),
    retailerProfiles,
    anomalies: memoryAnomalies(),
    clock,
  })
  expect(await watch()).toEqual({ noticed: 0 })
  const counts = await makeLearnRetailerProfiles({ parties, samples, retailerProfiles, clock })()
  expect(counts).toEqual({ learned: 10_002, conflicts: 0 })
  expect(reads).toEqual({ byId: 0, lists: 2 })
})
