/** What openapi-fetch answers. */
export type Answered<Body> = { readonly data?: Body; readonly error?: unknown; readonly response: Response }

/** Headers of a command: its own id, and the state of the case that the person saw. */
export type CommandHeaders = { readonly "idempotency-key": string; readonly "if-match"?: string }
