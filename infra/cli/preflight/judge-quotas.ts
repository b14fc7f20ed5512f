import type { Answer } from "../../../client/command-line/aws-failure.ts"
import { type DeployedStage, resourcesOfType } from "../../../shared/pages/operator/stage-resources.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"
import type { PlannedStage } from "./planned-stage.ts"
import { type Quota, quotas } from "./quotas.ts"

/** What AWS says about one quota. */
export type QuotaAnswers = {
  /** The quota's value in this account and region. */
  readonly value: Answer<number>
  /** How much of it the account uses; undefined for a quota that only the stage counts against. */
  readonly used: Answer<number> | undefined
}

const found = resultsOf("quotas")
const number = new Intl.NumberFormat("en")

/** Whether the quotas leave room for the stage. Those that do are one result together. */
export function judgeQuotas(
  planned: PlannedStage,
  deployed: DeployedStage,
  answers: ReadonlyMap<string, QuotaAnswers>,
): readonly CheckResult[] {
  const results = quotas.map((quota) => judgeQuota(quota, planned, { deployed, answer: answers.get(quota.id) }))
  const room = results.filter(({ state }) => state === "ok")
  const others = results.filter(({ state }) => state !== "ok")
  if (room.length === 0) return others
  return [found.ok(`room for the stage in ${room.length} of ${quotas.length} quotas`), ...others]
}

function judgeQuota(
  quota: Quota,
  planned: PlannedStage,
  { deployed, answer }: { deployed: DeployedStage; answer: QuotaAnswers | undefined },
): CheckResult {
  if (answer === undefined) throw new Error(`nobody asked for the quota ${quota.id}`)
  const { value, used } = answer
  if ("failure" in value) return found.unknown(value)
  if (used !== undefined && "failure" in used) return found.unknown(used)
  const own = quota.sharedType === undefined ? 0 : resourcesOfType(deployed, quota.sharedType).length
  const more = Math.max(0, quota.needed(planned) - own)
  const total = (used?.value ?? 0) + more
  if (total <= value.value) return found.ok(quota.id)
  const already = used === undefined ? "" : ` beside the ${number.format(used.value)} that the account has`
  return found.toDo(
    `The stage needs ${number.format(more)} ${quota.what}${already}; the quota is ${number.format(value.value)}. ` +
      "Have it raised, or deploy to another account.",
    quota.code === undefined
      ? "open a case for a quota increase in AWS Support"
      : `aws service-quotas request-service-quota-increase --service-code ${quota.code.service} ` +
          `--quota-code ${quota.code.quota} --desired-value ${total}`,
  )
}
