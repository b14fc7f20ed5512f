import type { DocumentLanguage } from "../../contracts/words.ts"
import { formReadingOf } from "../../law/regulator-form.ts"
import type { Party } from "../../parties/party.ts"
import type { Participant } from "../cases/participant.ts"
import { type DossierDesk, reportFieldsOf } from "../documents/dossier-of-case.ts"
import { formInWords } from "../dossier/fields-of-reports.ts"

/** Each report to a regulator, field by field, to be copied into the regulator's own form. */
export async function reportFieldsView(
  desk: DossierDesk,
  party: Party,
  participant: Participant,
  language: DocumentLanguage,
) {
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
