import { sealToken } from "../../shared/watch/detection/accessor-token.ts"
import { memorySealingKeys } from "../base/platform/memory-stores.ts"
import { testKeyedHash } from "./keyed-hash.ts"
import { memorySealer } from "./sealing.ts"

/** The keys of tokens in fixtures. A sealer over them opens what {@link sealedToken} sealed. */
export const fixtureKeys = memorySealingKeys()

const using = { keyedHash: testKeyedHash(), sealer: memorySealer({ keys: fixtureKeys }) }

/** A carrier's token as a table holds it. */
export const sealedToken = (token: string, carrierId = "northpost") => sealToken(using, carrierId, token)
