import { dynamoShopEntries } from "../../../shared/intake/adapters/shops/dynamo-shop-entries.ts"
import { shopEntry } from "../../../shared/intake/adapters/shops/shop-entries.ts"
import { storeInMemory } from "../../dynamo/store-in-memory.ts"

export const memoryShopEntries = storeInMemory("ShopEntries", shopEntry, dynamoShopEntries)
