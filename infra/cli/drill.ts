/** `npx wayseal drill`: tests the alert channels of parties, and says who acknowledged. */
import { type Command, InvalidArgumentError } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { addDeployedStageOptions } from "./deployed-stage/stage-options.ts"
import type { DrillOptions } from "./drill/run-drill.ts"

export function drillCommand(): Command {
  return declareCommand<DrillOptions>({
    name: "drill",
    description: "Sends a test alert through every channel of every party, and says who acknowledged.",
    form: (command) =>
      addDeployedStageOptions(command)
        .option("--party <id...>", "only these parties, of the file or invited")
        .option("--wait <minutes>", "how long to wait for acknowledgements", minutes, 15)
        .option("--escalation", "mail the contacts for escalations too"),
    details,
    examples: [
      "npx wayseal drill --stage prod",
      "npx wayseal drill --stage prod --party northpost --wait 60",
      "npx wayseal drill --stage prod --json | jq -r '.parties[] | select(.state != \"acknowledged\") | .partyId'",
    ],
    statuses: { 0: "every party acknowledged", 1: "a party did not acknowledge, or cannot be reached" },
    run: async (invocation) => {
      const { runDrill } = await import("./drill/run-drill.ts")
      return runDrill(invocation)
    },
  })
}

const details = `Each party receives DrillAlertSent on its queue, its bus and its webhook, and its contacts get a mail that says that
there is no breach. It acknowledges with DrillAcknowledged. No case opens, and nothing counts. Announce a drill, or do
not: then it shows who would notice. Invited parties take part once you approved them. Mails of thousands of parties
take longer than the usual wait: a new account of SES sends 14 a second. A request that waited for an hour is dropped.
It needs events:PutEvents on the exchange bus, dynamodb:Query with kms:Decrypt on the tables of drills and of invited
parties, and with --party dynamodb:GetItem on the latter.`

function minutes(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0 || value > 24 * 60)
    throw new InvalidArgumentError("Write a number of minutes from 0 to 1440.")
  return value
}
