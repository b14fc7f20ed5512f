/** `npx wayseal explain-dead-letters`: why EventBridge could not deliver a party's events to the hub. */
import type { Command } from "commander"
import { declareCommand, type Outcome } from "../command-line/declare-command.ts"
import { exitStatus } from "../command-line/exit-status.ts"
import { readSettings } from "../command-line/settings.ts"
import { type Undelivered, undeliveredEvents } from "../events/undelivered-events.ts"
import { required, settingsDetails } from "./party-options.ts"

type Options = { readonly queueUrl?: string }

export function explainDeadLettersCommand(): Command {
  return declareCommand<Options>({
    name: "explain-dead-letters",
    description: "Says why events of a party did not reach the hub, and what to do.",
    form: (command) =>
      command.option("--queue-url <url>", "DeadLetterQueueUrl of the connector, or WAYSEAL_DEAD_LETTER_QUEUE_URL"),
    details: `It reads up to 300 dead letters of a connector, and shows nothing of the events. They stay in the queue.
It needs AWS credentials for the party's account: sqs:ReceiveMessage, and kms:Decrypt with the queue's key.
${settingsDetails}`,
    examples: ["npx wayseal explain-dead-letters --queue-url https://sqs.ca-central-1.amazonaws.com/111122223333/name"],
    statuses: { 0: "no dead letters", 1: "there are some" },
    run: async ({ options }) => {
      const settings = readSettings()
      const queueUrl = required(options.queueUrl, "--queue-url", "WAYSEAL_DEAD_LETTER_QUEUE_URL", settings)
      const [{ loadDeadLetters }, { awsSettings }] = await Promise.all([
        import("./explain-dead-letters/load-dead-letters.ts"),
        import("../command-line/aws-settings.ts"),
      ])
      return explained(undeliveredEvents(await loadDeadLetters(queueUrl, awsSettings(settings))))
    },
  })
}

/** The causes of dead letters, for people and programs. */
export function explained(causes: readonly Undelivered[]): Outcome {
  const counted = (events: number): string => (events === 1 ? "1 event" : `${events} events`)
  const paragraphs = causes.map(({ code, events, cause, mend }) => `${counted(events)}, ${code}: ${cause}\n  ${mend}\n`)
  return {
    data: { causes },
    text: paragraphs.length === 0 ? "No dead letters.\n" : paragraphs.join("\n"),
    status: causes.length === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}
