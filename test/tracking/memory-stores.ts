import { dynamoErasures } from "../../shared/tracking/dynamo-erasures.ts"
import { dynamoTrackingRows } from "../../shared/tracking/dynamo-tracking-records.ts"
import { erasureRow } from "../../shared/tracking/erasures.ts"
import { trackingRow } from "../../shared/tracking/tracking-record.ts"
import { storeInMemory } from "../dynamo/store-in-memory.ts"

export const memoryErasures = storeInMemory("Erasures", erasureRow, dynamoErasures)

export const memoryTrackingRows = storeInMemory("TrackingRecords", trackingRow, dynamoTrackingRows)
