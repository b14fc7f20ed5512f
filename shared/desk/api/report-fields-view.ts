import * as z from "zod"
import { ownString, ownUrl } from "../../base/contracts/bounded-string.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { lawId } from "../../base/contracts/words.ts"
import type { Given } from "../../base/platform/http-route.ts"
import type { Party } from "../../parties/party.ts"
import type { Participant } from "../cases/participant.ts"
import { type DossierDesk, reportFieldsOf } from "../documents/dossier-of-case.ts"
import { formInWords } from "../dossier/fields-of-reports.ts"
import { formReadingOf, formReadings } from "../law/regulator-form.ts"
import { sendableDocumentId } from "./documents-view.ts"

/** A report to a regulator, field by field. */
const fieldsOfReport = z.strictObject({
  document: sendableDocumentId,
  law: lawId,
  title: ownString(),
  addressee: ownString(),
  reportAt: ownUrl().optional().meta({ description: "Where the regulator says how to report" }),
  form: z.strictObject({
    read: z.enum(formReadings).meta({ description: "How far the regulator's own form was read" }),
    detail: ownString().meta({ description: "The same in sentences, with the copy that was read and its date" }),
  }),
  fields: z
    .array(
      z.strictObject({
        askedIn: z
          .enum(["form", "provision"])
          .meta({ description: "`form`: in the regulator's form as far as it was read. `provision`: by the law" }),
        under: ownString().optional().meta({ description: "The form's heading above the field" }),
        underTranslation: ownString().optional(),
        field: ownString().meta({ description: "In the words of the form, or the item of the provision" }),
        translation: ownString().optional().meta({ description: "The hub's, where the form is in another language" }),
        section: ownString().optional(),
        values: z.array(ownString()).min(1),
        standing: z.enum(["known", "unknown", "missing", "yours"]).meta({
          description: "`missing`: `setBy` says what sets it. `yours`: the hub has no fact for it, only the officer",
        }),
        comesFrom: ownString(),
        setBy: z.array(ownString()).optional(),
      }),
    )
    .meta({ description: "In the order of the form, then what the form did not show, in the order of the provision" }),
})

export const reportFieldsAnswer = z.strictObject({ reports: z.array(fieldsOfReport) })

/** Each report to a regulator, field by field, to be copied into the regulator's own form. */
export async function reportFieldsView(
  desk: DossierDesk,
  party: Party,
  participant: Participant,
  language: DocumentLanguage,
): Promise<Given<typeof reportFieldsAnswer>> {
  const reports = await reportFieldsOf(desk, party, participant, language)
  const path = `/v1/cases/${participant.own.alias}`
  return {
    reports: reports.map(({ law, rule, document, fields }) => ({
      document,
      law: law.id,
      title: rule.title[language],
      addressee: rule.to.name[language],
      ...(rule.to.howToReach === undefined ? {} : { reportAt: rule.to.howToReach }),
      form: { read: formReadingOf(rule.regulatorForm), detail: formInWords(rule, language) },
      fields: fields.map(({ setBy, ...field }) => ({
        ...field,
        ...(setBy === undefined ? {} : { setBy: setBy.map((call) => call.replaceAll("/v1/cases/{caseAlias}", path)) }),
      })),
    })),
  }
}
