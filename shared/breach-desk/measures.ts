import * as z from "zod"
import { instantSchema, remarkSchema } from "./schemas.ts"

/** Measures that have words in every language, fit for a notice. */
export const measureCodes = [
  "accessorRefused",
  "toolWithdrawn",
  "proofRequired",
  "fieldsRemoved",
  "referencesReplaced",
  "deletionConfirmed",
  "dataReturned",
  "finderAttested",
  "containmentAttested",
  "peopleSupported",
  "credentialsRotated",
  "policyChanged",
] as const

export const measureCodeSchema = z.enum(measureCodes)

export type MeasureCode = z.infer<typeof measureCodeSchema>

/** Measures of the contracts that documents have words for under another name. */
const codesInDocuments: Readonly<Record<string, MeasureCode>> = {
  toolSuspended: "toolWithdrawn",
  referencesReissued: "referencesReplaced",
  dataDestroyed: "deletionConfirmed",
}

/** The code under which documents have words for a recorded measure; undefined for one that they do not know. */
export const documentedMeasureCode = (code: string): MeasureCode | undefined =>
  measureCodeSchema.safeParse(codesInDocuments[code] ?? code).data

export const measureFactsSchema = z.strictObject({
  at: instantSchema,
  by: z.string().min(1).meta({ description: "Party id, or hub" }),
  kind: z.enum(["containment", "mitigation", "prevention"]),
  code: measureCodeSchema.optional(),
  description: remarkSchema,
})

export type MeasureFacts = z.infer<typeof measureFactsSchema>
