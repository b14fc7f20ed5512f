import { connectTo } from "../deployed-stage/aws-connection.ts"
import { type AwsFailure, answerTo } from "../deployed-stage/aws-failure.ts"
import { type CheckResult, resultsOf, withoutRepeats } from "../deployed-stage/check-result.ts"
import { readDeployedStage } from "../deployed-stage/deployed-stage.ts"
import { checkAccount, type Preflight } from "./check-account.ts"
import { identityAction, judgeAccount, judgeNoAccount } from "./judge-account.ts"
import { judgeRegion } from "./judge-region.ts"
import { openAccount } from "./load-account.ts"
import { type PlannedStage, planStage } from "./planned-stage.ts"

const found = resultsOf("stage")

/** Checks whether a stage can be deployed. It only reads. */
export async function runPreflight(preflight: Preflight): Promise<readonly CheckResult[]> {
  const { stage, connection, onStep } = preflight
  onStep("Asking whose credentials these are")
  const open = openAccount(connection)
  const caller = await answerTo(identityAction, open.callerAccount)
  if ("failure" in caller) return resultsWithoutAccount(preflight, caller.failure)
  const account = caller.value
  const whose = judgeAccount(stage.settings, account)
  // The other answers would be about a wrong account.
  if (whose.some(({ state }) => state === "toDo")) return whose
  onStep("Working out what the stage needs")
  const planned = await planOrAdvice(preflight, account)
  if (typeof planned === "string") return [...whose, found.toDo(planned)]
  onStep("Reading what is deployed")
  const deployed = await answerTo("cloudformation:DescribeStacks and cloudformation:ListStackResources", () =>
    readDeployedStage(connection, stage.name),
  )
  const { region } = stage.settings
  const checked = await checkAccount({ ...preflight, account, open, planned, deployed })
  return [...whose, ...judgeRegion(region, planned), ...withoutRepeats(checked).map((each) => inRegion(each, region))]
}

async function resultsWithoutAccount(
  { stage, connection, onStep }: Preflight,
  failure: AwsFailure,
): Promise<readonly CheckResult[]> {
  // A region that the account has not enabled refuses credentials that others accept.
  const mayBeRegion = failure.kind === "refused" || failure.kind === "unreachable"
  if (connection.endpoint !== undefined || !mayBeRegion) return judgeNoAccount(stage.settings, failure, undefined)
  onStep("Asking in another region")
  const elsewhere = await answerTo(identityAction, openAccount(connectTo("us-east-1")).callerAccount)
  return judgeNoAccount(stage.settings, failure, elsewhere)
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
function inRegion(result: CheckResult, region: string): CheckResult {
  if (result.commands === undefined) return result
  const commands = result.commands.map((each) => (each.startsWith("aws ") ? `${each} --region ${region}` : each))
  return { ...result, commands }
}
