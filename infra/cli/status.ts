/** `npx wayseal status --stage <name>`: how a deployed stage is now, on one screen. */
import { Command } from "commander"
import { type CheckResult, needsPerson } from "./deployed-stage/check-result.ts"
import { openInWords, resultsInWords } from "./deployed-stage/results-in-words.ts"
import { showProgress } from "./deployed-stage/show-progress.ts"
import { addStageOptions, chosenStage, exitStatus, type StageOptions } from "./deployed-stage/stage-options.ts"

/** The command `status`. It sets the exit status. */
export function statusCommand(): Command {
  const command = addStageOptions(
    new Command("status").description("Shows how a deployed stage is now. It only reads, and shows no personal data."),
  ).addHelpText("after", helpAfter)
  return command.action(async (options: Partial<StageOptions>) => {
    const { stage, connection } = chosenStage(command, options)
    const { runStatus } = await import("./status/run-status.ts")
    const results = await runStatus({ stage: stage.name, connection, onStep: showProgress() })
    const isHealthy = !needsPerson(results)
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ stage: stage.name, healthy: isHealthy, results })}\n`
        : resultsInWords(results, closing(stage.name, results)),
    )
    if (!isHealthy) process.exitCode = exitStatus.toDo
  })
}

const helpAfter = `
Examples:
  npx wayseal status --stage prod
  npx wayseal status --stage prod --json | jq '.results[] | select(.state == "toDo")'

It names no case and counts only. Besides reading the stacks it needs sqs:GetQueueAttributes, cloudwatch:GetMetricData,
cloudwatch:DescribeAlarms, lambda:GetEventSourceMapping, sns:GetTopicAttributes, and dynamodb:Query with kms:Decrypt.
Exit status: 0 healthy; 1 something needs a person, or could not be read; 2 wrong option.`

const closing = (stage: string, results: readonly CheckResult[]): string =>
  needsPerson(results) ? `Stage "${stage}": ${openInWords(results)}.` : `Stage "${stage}" is healthy.`
