import type { Command } from "commander"
import { reachStage } from "../deployed-stage/reach-stage.ts"
import { showProgress } from "../deployed-stage/show-progress.ts"
import { exitStatus, type StageOptions } from "../deployed-stage/stage-options.ts"
import { stoppedInWords } from "../deployed-stage/stopped-in-words.ts"
import { examineStage } from "./examine-stage.ts"
import { findingsInWords, isHealthy } from "./finding.ts"

export type DoctorOptions = Partial<StageOptions> & { readonly poison?: true; readonly replay?: true }

const needs: readonly string[] = [
  "cloudformation:DescribeStacks, cloudformation:ListStackResources and cloudformation:GetTemplate",
  "sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the parties' queues, kms:Decrypt on their key",
  "events:ListArchives and cloudwatch:DescribeAlarms; events:PutEvents on the ingress bus in a trial",
]

/** Examines a stage and prints what was found. Sets the exit status. */
export async function examine(command: Command, options: DoctorOptions): Promise<void> {
  try {
    const onProgress = showProgress()
    onProgress("Reading what is deployed")
    const reached = await reachStage(command, options)
    const examined = await examineStage(reached, {
      poison: options.poison === true,
      replay: options.replay === true,
      onProgress,
    })
    const { run, findings, left } = examined
    const healthy = isHealthy(findings)
    process.stdout.write(
      options.json === true ? `${JSON.stringify({ healthy, ...examined })}\n` : findingsInWords(findings, left, run),
    )
    process.exitCode = healthy ? exitStatus.ok : exitStatus.toDo
  } catch (error) {
    if (error instanceof Error && "exitCode" in error) throw error
    command.error(stoppedInWords(error, needs), { exitCode: exitStatus.wrongOption })
  }
}
