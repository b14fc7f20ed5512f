import { Annotations, CfnResource, Stack } from "aws-cdk-lib"
import { CfnRule } from "aws-cdk-lib/aws-events"
import { QuotaExceeded } from "./quota-exceeded.ts"
import { quotas } from "./quotas.ts"
import type { ExchangeDataStack } from "./stacks/exchange-data-stack.ts"
import type { PartiesStack } from "./stacks/parties-stack.ts"

/**
 * Refuses a group of parties that a stack cannot take.
 *
 * @throws QuotaExceeded naming the group and what to do
 */
export function requireGroupsFit(groups: ReadonlyMap<number, PartiesStack>): void {
  const next = Math.max(...groups.keys()) + 1
  const problems = [...groups].flatMap(([group, stack]) => {
    const count = stack.node.findAll().filter((each) => CfnResource.isCfnResource(each)).length
    if (count <= quotas.resourcesOfStack) return []
    return [
      `Group ${group} of the parties would have ${count} resources, and a stack takes ${quotas.resourcesOfStack}. ` +
        `Give the parties that you added last "group": ${next}. Leave it as it is at parties that are deployed.`,
    ]
  })
  if (problems.length > 0) throw new QuotaExceeded(problems)
}

/** Rules that a bus takes unless the account's quota was raised. */
const usualRules = 300
const usualRulesIn: Readonly<Record<string, number>> = { "af-south-1": 100, "eu-south-1": 100 }

/** Some rules of the functions are on the exchange bus too. */
const rulesOfFunctions = 10

/** Warns when the exchange bus needs a higher quota of rules, and says how to ask for it. */
export function warnOfManyRules(data: ExchangeDataStack, groups: readonly PartiesStack[]): void {
  const rules = groups.flatMap((stack) => stack.node.findAll().filter((each) => each instanceof CfnRule)).length
  const needed = rules + rulesOfFunctions
  const { region } = Stack.of(data)
  const usual = usualRulesIn[region] ?? usualRules
  if (needed <= usual) return
  Annotations.of(data).addWarningV2(
    "wayseal:rules-of-bus",
    `The exchange bus needs ${needed} rules, one for each party, and takes ${usual} unless the account's quota was ` +
      "raised. Before you deploy, ask for more: aws service-quotas request-service-quota-increase " +
      `--service-code events --quota-code L-244521F2 --desired-value ${needed + 100} --region ${region}`,
  )
}
