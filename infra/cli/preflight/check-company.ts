import { answerTo } from "../../../client/command-line/aws-failure.ts"
import type { Party } from "../../../shared/parties/party.ts"
import type { Stage } from "../../stages/read-stage.ts"
import { type CheckResult, whenAnswered } from "../deployed-stage/check-result.ts"
import { judgeKey } from "./judge-keys.ts"
import { judgeNetwork } from "./judge-network.ts"
import { givenKeys, keyPolicies } from "./key-policies.ts"
import type { Account } from "./load-account.ts"
import { keyActions } from "./load-keys.ts"
import { networkActions } from "./load-network.ts"

/** A stage, and the account that it is meant for. */
export type CompanyCheck = {
  readonly stage: Stage
  readonly parties: readonly Party[]
  readonly account: string
  readonly open: Account
}

/** Checks what a stage takes from its organisation: subnets and keys. */
export async function checkCompany(check: CompanyCheck): Promise<readonly CheckResult[]> {
  return [...(await checkNetwork(check)), ...(await checkKeys(check))]
}

async function checkNetwork({ open, stage, parties }: CompanyCheck): Promise<readonly CheckResult[]> {
  const { settings } = stage
  const { vpc } = settings
  if (vpc === undefined) return []
  const answer = await answerTo(networkActions.join(", "), () => open.network(vpc))
  return whenAnswered("vpc", answer, (facts) => judgeNetwork(vpc, { settings, parties }, facts))
}

async function checkKeys({ open, stage, parties, account }: CompanyCheck): Promise<readonly CheckResult[]> {
  const given = givenKeys(stage)
  if (given.length === 0) return []
  const needed = await keyPolicies(stage, parties, account)
  const results = await Promise.all(
    given.map(async (key) =>
      whenAnswered("keys", await answerTo(keyActions.join(" and "), () => open.key(key.arn)), (facts) =>
        judgeKey(key, facts, needed.get(key.name) ?? []),
      ),
    ),
  )
  return results.flat()
}
