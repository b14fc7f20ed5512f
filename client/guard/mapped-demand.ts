import type { Access } from "../../shared/watch/detection/access.ts"
import { askedIn, isProofRefused } from "../../shared/watch/detection/restrictions/tool-policy.ts"
import type { NumberScope } from "../proof-map/number-index.ts"

/** Whether the hub's map asks a lookup of numbers in these scopes for more than was proven. */
export const asksMore = (scopes: readonly NumberScope[], proof: Access["proof"]): boolean =>
  scopes.some((scope) => isProofRefused(askedIn("guarded", scope), proof === "strong" ? "houseNumber" : proof))
