import * as z from "zod"

/** What a measured function is told. */
export const order = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("invoke"), event: z.unknown() }),
  z.object({ kind: z.literal("stop") }),
])
export type Order = z.output<typeof order>

/** What a measured function reports. Times are measured within its process. */
export const answered = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("loaded"), milliseconds: z.number(), cpuMicroseconds: z.number() }),
  z.object({
    kind: z.literal("answered"),
    /** JSON of what the handler returned. */
    result: z.string(),
    milliseconds: z.number(),
    /** Of the whole process meanwhile, user and system. */
    cpuMicroseconds: z.number(),
    residentBytes: z.int(),
  }),
  z.object({ kind: z.literal("failed"), reason: z.string() }),
])
export type Answered = z.output<typeof answered>
export type Answer = Extract<Answered, { kind: "answered" }>
