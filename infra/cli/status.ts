/** `npx wayseal status --stage <name>`: how a deployed stage is now, on one screen. */
import type { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { hasEdgeElsewhere } from "../edge-place.ts"
import { readPartiesFile } from "../stages/read-parties.ts"
import { type CheckResult, needsPerson } from "./deployed-stage/check-result.ts"
import { openInWords, resultsInWords } from "./deployed-stage/results-in-words.ts"
import { addDeployedStageOptions, chosenStage, type StageOptions } from "./deployed-stage/stage-options.ts"

/** The command `status`. */
export function statusCommand(): Command {
  return declareCommand<StageOptions>({
    name: "status",
    description: "Shows how a deployed stage is now. It only reads, and shows no personal data.",
    form: addDeployedStageOptions,
    details,
    examples: [
      "npx wayseal status --stage prod",
      `npx wayseal status --stage prod --json | jq '.results[] | select(.state == "toDo")'`,
    ],
    statuses: { 0: "healthy", 1: "something needs a person, or could not be read" },
    run: async ({ options, onStep }) => {
      const { stage, connection } = chosenStage(options)
      const { runStatus } = await import("./status/run-status.ts")
      const results = await runStatus({
        stage: stage.name,
        parties: readPartiesFile(stage.partiesPath, stage.settings),
        edgeElsewhere: hasEdgeElsewhere(stage.settings),
        connection,
        onStep,
      })
      const healthy = !needsPerson(results)
      return {
        data: { stage: stage.name, healthy, results },
        text: resultsInWords(results, closing(stage.name, results)),
        status: healthy ? exitStatus.fine : exitStatus.needsPerson,
      }
    },
  })
}

const details = `It says what the operator's page says: what is broken, whom it harms, since when, and what to run. It names no
case and counts only. Besides reading the stacks it needs sqs:GetQueueAttributes, cloudwatch:GetMetricData,
cloudwatch:DescribeAlarms, lambda:ListEventSourceMappings, events:ListRules, s3:ListBucket on the failures bucket,
sns:GetTopicAttributes, dynamodb:Query, Scan, GetItem and BatchGetItem with kms:Decrypt, and
secretsmanager:ListSecretVersionIds for a stage with an edge.`

const closing = (stage: string, results: readonly CheckResult[]): string =>
  needsPerson(results) ? `Stage "${stage}": ${openInWords(results)}.` : `Stage "${stage}" is healthy.`
