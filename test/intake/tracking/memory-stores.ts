import { dynamoErasures } from "../../../shared/intake/tracking/dynamo-erasures.ts"
import { dynamoTrackingRows } from "../../../shared/intake/tracking/dynamo-tracking-records.ts"
import { erasureRow } from "../../../shared/intake/tracking/erasures.ts"
import { trackingRow } from "../../../shared/intake/tracking/tracking-record.ts"
import { storeInMemory } from "../../dynamo/store-in-memory.ts"

export const memoryErasures = storeInMemory("Erasures", erasureRow, dynamoErasures)

export const memoryTrackingRows = storeInMemory("TrackingRecords", trackingRow, dynamoTrackingRows)
