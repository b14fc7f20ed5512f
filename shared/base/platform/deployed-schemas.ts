import { config } from "zod"

/**
 * Schemas read without generated code. Else zod writes and compiles a function for each object that a schema reads,
 * which is most of the work in a container that reads few. `infra/bundle.ts` puts this before all other code.
 */
config({ jitless: true })
