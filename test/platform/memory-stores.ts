import { dynamoSealingKeys } from "../../shared/platform/dynamo-sealing-keys.ts"
import { sealingKeyRow } from "../../shared/platform/sealing.ts"
import { storeInMemory } from "../dynamo/store-in-memory.ts"

export const memorySealingKeys = storeInMemory("SealingKeys", sealingKeyRow, dynamoSealingKeys)
