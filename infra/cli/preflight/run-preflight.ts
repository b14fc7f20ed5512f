import { type AwsFailure, answerTo } from "../../../client/command-line/aws-failure.ts"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { edgeRegion, edgeStackName, hasEdgeElsewhere } from "../../edge-place.ts"
import { connectTo } from "../deployed-stage/aws-connection.ts"
import { type CheckResult, onEmulator, resultsOf, withoutRepeats } from "../deployed-stage/check-result.ts"
import { readStageWithEdge } from "../deployed-stage/stage-with-edge.ts"
import { checkAccount } from "./check-account.ts"
import { identityAction, judgeAccount, judgeRegionWithoutAnswer } from "./judge-account.ts"
import { judgeRegion } from "./judge-region.ts"
import { openAccount } from "./load-account.ts"
import { planStage } from "./plan-stage.ts"
import type { PlannedStage } from "./planned-stage.ts"
import type { Preflight } from "./preflight-input.ts"

const found = resultsOf("stage")

/**
 * Checks whether a stage can be deployed. It only reads.
 *
 * @throws CommandStopped if AWS does not say whose credentials these are
 */
export async function runPreflight(preflight: Preflight): Promise<readonly CheckResult[]> {
  const { stage, connection, onStep } = preflight
  onStep("Asking whose credentials these are")
  const open = openAccount(connection)
  const caller = await answerTo(identityAction, open.callerAccount)
  if ("failure" in caller) {
    if (await isAnsweredElsewhere(preflight, caller.failure))
      return judgeRegionWithoutAnswer(stage.settings, caller.failure)
    throw new CommandStopped("noAnswer", `${caller.failure.reason}.`)
  }
  const account = caller.value
  const whose = judgeAccount(stage.settings, account)
  // The other answers would be about a wrong account.
  if (whose.some(({ state }) => state === "toDo")) return whose
  onStep("Working out what the stage needs")
  const planned = await planOrAdvice(preflight, account)
  if (typeof planned === "string") return [...whose, found.toDo(planned)]
  onStep("Reading what is deployed")
  const deployed = await answerTo("cloudformation:DescribeStacks and cloudformation:ListStackResources", () =>
    readStageWithEdge(connection, { name: stage.name, edgeElsewhere: hasEdgeElsewhere(stage.settings) }),
  )
  const { region } = stage.settings
  const checked = await checkAccount({ ...preflight, account, open, planned, deployed })
  const results = withoutRepeats(checked).map((each) => inRegion(each, region, stage.name))
  const shown = connection.endpoint === undefined ? results : onEmulator(results)
  return [...whose, ...judgeRegion(region, planned), ...shown]
}

/** Whether us-east-1 accepts the credentials. A region that the account has not enabled refuses those of others. */
async function isAnsweredElsewhere({ connection, onStep }: Preflight, { kind }: AwsFailure): Promise<boolean> {
  if (connection.endpoint !== undefined || (kind !== "refused" && kind !== "unreachable")) return false
  onStep("Asking in another region")
  return "value" in (await answerTo(identityAction, openAccount(connectTo("us-east-1")).callerAccount))
}

/** The plan of a stage, or what has to change before it can be deployed. */
async function planOrAdvice({ stage, parties }: Preflight, account: string): Promise<PlannedStage | string> {
  try {
    return await planStage(stage, parties, account)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The AWS CLI may have another region by default. */
function inRegion(result: CheckResult, region: string, stage: string): CheckResult {
  if (result.commands === undefined) return result
  const commands = result.commands.map((each) => {
    if (!each.startsWith("aws ") || each.includes(" --region ")) return each
    return `${each} --region ${each.endsWith(edgeStackName(stage)) ? edgeRegion : region}`
  })
  return { ...result, commands }
}
