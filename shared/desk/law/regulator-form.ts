import * as z from "zod"
import { boundedUrl } from "../../base/contracts/bounded-string.ts"
import { documentLanguages } from "../../base/contracts/words.ts"
import { bilingualSchema, contentSourceSchema } from "./content-item.ts"

/** A field of a regulator's own form. */
const formFieldSchema = z.strictObject({
  words: bilingualSchema,
  under: bilingualSchema.optional().meta({ description: "The form's heading above this field and those after it" }),
  sources: z
    .array(contentSourceSchema)
    .meta({ description: "The facts that answer it. Empty: only the officer can, such as a choice of the form" }),
})

/** A regulator's own form for the report of a rule, as far as a copy of it was read. */
export const regulatorFormSchema = z.strictObject({
  name: bilingualSchema,
  language: z
    .enum(documentLanguages)
    .meta({ description: "The language of the form: these words are its own, and the others our translation" }),
  url: boundedUrl().meta({ description: "Where the copy stands" }),
  readOn: z.iso.date(),
  copy: bilingualSchema.meta({ description: "What the copy is, and how old" }),
  unread: bilingualSchema.optional().meta({ description: "What was not read. Absent: it was read to its end" }),
  fields: z.array(formFieldSchema).min(1).meta({ description: "In the order of the form" }),
})

export type RegulatorForm = z.infer<typeof regulatorFormSchema>

/** How far the regulator's own form for the rule was read. */
export const formReadings = ["no", "inPart", "whole"] as const

export type FormReading = (typeof formReadings)[number]

/** Whether the regulator's own form was read: not at all, in part, or to its end. */
export function formReadingOf(form: RegulatorForm | undefined): FormReading {
  if (form === undefined) return "no"
  return form.unread === undefined ? "whole" : "inPart"
}
