import * as z from "zod"
import { boundedString, ownString } from "../contracts/bounded-string.ts"

/** Settings that every function has; a function's own schema extends this. */
export const functionSettings = z.object({
  STAGE: boundedString(256).regex(/^[a-z][a-z0-9-]{0,31}$/),
  HUB_ACCOUNT: boundedString(256).regex(/^\d{12}$/),
  POWERTOOLS_SERVICE_NAME: ownString().min(1),
})
