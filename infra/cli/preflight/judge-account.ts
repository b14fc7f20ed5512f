import type { AwsFailure } from "../../../client/command-line/aws-failure.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** Where a stage is to be deployed, as its file says. */
export type Wanted = { readonly account?: string | undefined; readonly region: string }

const found = resultsOf("credentials")

/** The IAM action that says whose credentials these are. */
export const identityAction = "sts:GetCallerIdentity"

/** Whose credentials these are, and whether the stage belongs there. */
export function judgeAccount({ account, region }: Wanted, actual: string): readonly CheckResult[] {
  if (account !== undefined && account !== actual)
    return [
      found.toDo(`These credentials are of account ${actual}, but the stage is for ${account}. Sign in to ${account}.`),
    ]
  const chosen = account === undefined ? "; the stage names none, so it would be deployed there" : ""
  return [found.ok(`account ${actual}, region ${region}${chosen}`)]
}

/** Why credentials that us-east-1 accepts, which every account has, had no answer in the stage's region. */
export function judgeRegionWithoutAnswer({ region }: Wanted, { kind }: AwsFailure): readonly CheckResult[] {
  const { toDo } = resultsOf("region")
  return kind === "unreachable"
    ? [toDo(`${region} does not answer, but us-east-1 does. Is the region written right in wayseal.config.json?`)]
    : [
        toDo(
          `The account has not enabled ${region}. Enable it, or choose another region in wayseal.config.json.`,
          `aws account enable-region --region-name ${region}`,
        ),
      ]
}
