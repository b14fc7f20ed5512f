import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { type ExamineOptions, examineStage } from "./examine-stage.ts"
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
  const { reached, healthy, outcome } = await examined(options, onStep, {
    poison: options.poison === true,
    replay: options.replay === true,
  })
  if (!healthy || reached.isLocal) return outcome
  const protection = protectStage(reached.stage, { mayWrite: options.write })
  if (protection === undefined) return outcome
  return { ...outcome, data: { ...outcome.data, protection }, text: `${outcome.text}${protection.text}\n` }
}

/**
 * Sends a shipment through a stage and walks.
 *
 * @throws CommandStopped if nothing can be tried
 */
export async function tryWalk({ options, onStep }: Invocation<StageOptions>): Promise<Outcome> {
  const { outcome } = await examined(options, onStep, { poison: false, replay: false, briefly: true })
  return outcome
}

async function examined(
  options: StageOptions,
  onProgress: (step: string) => void,
  how: Omit<ExamineOptions, "onProgress">,
): Promise<{ readonly reached: ReachedStage; readonly healthy: boolean; readonly outcome: Outcome }> {
  try {
    onProgress("Reading what is deployed")
    const reached = await reachStage(options)
    const seen = await examineStage(reached, { ...how, onProgress })
    const healthy = isHealthy(seen.findings)
    const outcome = {
      data: { healthy, ...seen },
      text: findingsInWords(seen.findings, seen.left, seen.run),
      status: healthy ? exitStatus.fine : exitStatus.needsPerson,
    }
    return { reached, healthy, outcome }
  } catch (error) {
    throw stopReason(error, needs)
  }
}
