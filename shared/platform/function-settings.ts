import * as z from "zod"

/** Settings that every function has; a function's own schema extends this. */
export const functionSettings = z.object({
  STAGE: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  HUB_ACCOUNT: z.string().regex(/^\d{12}$/),
  POWERTOOLS_SERVICE_NAME: z.string().min(1),
})
export type FunctionSettings = z.infer<typeof functionSettings>
