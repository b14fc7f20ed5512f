import { dynamoSealingKeys } from "../../../shared/base/platform/dynamo-sealing-keys.ts"
import { sealingKeyRow } from "../../../shared/base/platform/sealing.ts"
import { storeInMemory } from "../../dynamo/store-in-memory.ts"

export const memorySealingKeys = storeInMemory("SealingKeys", sealingKeyRow, dynamoSealingKeys)
