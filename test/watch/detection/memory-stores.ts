import * as z from "zod"
import { announcedWalkerRow } from "../../../shared/watch/detection/announcements/announced-walker.ts"
import { dynamoAnnouncedWalkers } from "../../../shared/watch/detection/announcements/dynamo-announced-walkers.ts"
import { anomalyRow } from "../../../shared/watch/detection/anomalies/anomaly.ts"
import { dynamoAnomalies } from "../../../shared/watch/detection/anomalies/dynamo-anomalies.ts"
import { decisionNote } from "../../../shared/watch/detection/decisions/decision-note.ts"
import { dynamoDecisionNotes } from "../../../shared/watch/detection/decisions/dynamo-decision-notes.ts"
import {
  dynamoAccessProfileSamples,
  dynamoAccessProfiles,
} from "../../../shared/watch/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "../../../shared/watch/detection/restrictions/dynamo-restrictions.ts"
import { restrictionRow } from "../../../shared/watch/detection/restrictions/restriction.ts"
import { dynamoRetailerProfiles } from "../../../shared/watch/detection/retailers/dynamo-retailer-profiles.ts"
import { dynamoRetailerVolumes } from "../../../shared/watch/detection/retailers/dynamo-retailer-volumes.ts"
import { retailerProfileRow } from "../../../shared/watch/detection/retailers/retailer-profiles.ts"
import { retailerVolumeRow } from "../../../shared/watch/detection/retailers/retailer-volumes.ts"
import type { Interrupt } from "../../dynamo/memory-dynamo.ts"
import { storeInMemory } from "../../dynamo/store-in-memory.ts"

export const memoryAnnouncedWalkers = storeInMemory("AnnouncedWalkers", announcedWalkerRow, dynamoAnnouncedWalkers)

export const memoryAnomalies = storeInMemory("Anomalies", anomalyRow, dynamoAnomalies)

export const memoryDecisionNotes = storeInMemory("DecisionNotes", decisionNote, dynamoDecisionNotes)

export const memoryRestrictions = storeInMemory("Restrictions", restrictionRow, dynamoRestrictions)

export const memoryRetailerProfiles = storeInMemory("RetailerProfiles", retailerProfileRow, dynamoRetailerProfiles)

export const memoryRetailerVolumes = storeInMemory("RetailerVolumes", retailerVolumeRow, dynamoRetailerVolumes)

/** A row as tests look at it: its entries, which are attributes of their own in the table, together. */
const profileRow = z
  .object({
    profileKey: z.string(),
    expiresAt: z.number(),
    wasTrimmed: z.boolean().default(false),
    vouchedBy: z.string().optional(),
    quotaBucket: z.object({ level: z.number(), at: z.number() }).optional(),
  })
  .catchall(z.instanceof(Uint8Array))
  .transform(({ profileKey, expiresAt, wasTrimmed: trimmed, vouchedBy, quotaBucket, ...entries }) => ({
    ...{ profileKey, expiresAt, trimmed, entries },
    ...(vouchedBy === undefined ? {} : { vouchedBy }),
    ...(quotaBucket === undefined ? {} : { quotaBucket }),
  }))

/** Access profiles. `updates` counts their UpdateItems. */
export const memoryAccessProfiles = (interrupt?: Interrupt) => {
  let updates = 0
  const onUpdate = () => {
    updates += 1
  }
  const inMemory = storeInMemory("AccessProfiles", profileRow, (table) => ({
    ...dynamoAccessProfiles({ ...table, onUpdate }),
    ...dynamoAccessProfileSamples(table),
  }))
  return { ...inMemory(interrupt), updates: () => updates }
}
