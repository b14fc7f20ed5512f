import { exitStatus } from "../../../client/command-line/command-stopped.ts"
import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { examineStage } from "./examine-stage.ts"
import { findingsInWords, isHealthy } from "./finding.ts"
import { protectStage } from "./protect-stage.ts"

export type DoctorOptions = StageOptions & { readonly poison?: true; readonly replay?: true; readonly write: boolean }

const needs: readonly string[] = [
  "cloudformation:DescribeStacks, cloudformation:ListStackResources and cloudformation:GetTemplate",
  "sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the parties' queues, kms:Decrypt on their key",
  "dynamodb:BatchGetItem and dynamodb:GetItem on the table of invited parties, kms:Decrypt on its key",
  "events:ListArchives and cloudwatch:DescribeAlarms; events:PutEvents on the ingress bus in a trial",
]

/**
 * Examines a stage.
 *
 * @throws CommandStopped if it cannot be examined
 */
export async function examine({ options, onStep }: Invocation<DoctorOptions>): Promise<Outcome> {
  try {
    onStep("Reading what is deployed")
    const reached = await reachStage(options)
    const examined = await examineStage(reached, {
      poison: options.poison === true,
      replay: options.replay === true,
      onProgress: onStep,
    })
    const { run, findings, left } = examined
    const healthy = isHealthy(findings)
    const { isLocal, stage } = reached
    const protection = healthy && !isLocal ? protectStage(stage, { mayWrite: options.write }) : undefined
    return {
      data: { healthy, ...examined, ...(protection === undefined ? {} : { protection }) },
      text: [findingsInWords(findings, left, run), ...(protection === undefined ? [] : [`${protection.text}\n`])].join(
        "",
      ),
      status: healthy ? exitStatus.fine : exitStatus.needsPerson,
    }
  } catch (error) {
    throw stopReason(error, needs)
  }
}
