import { deployedKeyedHash } from "../../shared/base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { streamBatchPipeline } from "../../shared/base/platform/stream-pipeline.ts"
import { deployedCaseLinks } from "../../shared/desk/alerts/deployed-case-links.ts"
import { alertsOf, makeAlertParties } from "../../shared/desk/alerts/send-alerts.ts"
import { breachCaseItemSchema } from "../../shared/desk/cases/case-rows.ts"
import { dynamoBreachCases } from "../../shared/desk/cases/dynamo-breach-cases.ts"
import { deployedMail } from "../../shared/parties/channels/deployed-mail.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"

const telemetry = deployedTelemetry()
const [parties, hashes] = await Promise.all([deployedCurrentParties(), deployedKeyedHash()])

export const handler = streamBatchPipeline({
  rowSchema: breachCaseItemSchema,
  itemsOf: alertsOf,
  handleAll: makeAlertParties({
    cases: dynamoBreachCases(deployedTable("BreachCases")),
    publisher: deployedPublisher(),
    mail: deployedMail(parties, (...parts) => hashes.lastingHash("mail-contact", ...parts)),
    sendLetter: async (sending) => {
      // What changes a case, which only a case with a named counterparty needs.
      const { deployedSendLetter } = await import("../../shared/desk/deployed-letters.ts")
      return (await deployedSendLetter(parties))(sending)
    },
    parties,
    loadLetterWriter: async () => {
      // The laws and words of letters. Events are published first.
      const { letterWriter } = await import("../../shared/desk/alerts/write-letters.ts")
      return letterWriter(deployedCaseLinks())
    },
    clock: systemClock,
    telemetry,
  }),
  telemetry,
})
