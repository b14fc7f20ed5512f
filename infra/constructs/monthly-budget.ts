import { CfnBudget } from "aws-cdk-lib/aws-budgets"
import { Construct } from "constructs"

/** Regions whose CloudFormation makes no budgets, in the resource lists of cfn-lint 1.58.0. */
const withoutBudgets: ReadonlySet<string> = new Set([
  ...["af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-3", "ap-south-2", "ap-southeast-3", "ap-southeast-4"],
  ...["ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-north-1", "eu-south-1"],
  ...["eu-south-2", "il-central-1", "me-central-1", "mx-central-1", "us-gov-east-1", "us-gov-west-1"],
])

/** Whether a stack of a region can make a budget. Elsewhere somebody makes it by hand: a budget has no region. */
export function hasBudgets(region: string): boolean {
  return !withoutBudgets.has(region)
}

/** A notification of a budget takes this many addresses. */
export const budgetEmailLimit = 10

export interface MonthlyBudgetProps {
  readonly stage: string
  readonly usDollars: number
  /** Receive the mails, without confirming anything: at least one, at most `budgetEmailLimit`. */
  readonly emails: readonly string[]
}

/**
 * Mails when the account has spent four fifths of a month's budget, and when AWS expects it to spend more than all. The
 * whole account counts: tags count only once somebody has activated them for billing.
 */
export class MonthlyBudget extends Construct {
  constructor(scope: Construct, id: string, { stage, usDollars, emails }: MonthlyBudgetProps) {
    super(scope, id)
    const subscribers = emails.map((address) => ({ subscriptionType: "EMAIL", address }))
    const notify = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold, thresholdType: "PERCENTAGE" },
      subscribers,
    })
    new CfnBudget(this, "Budget", {
      budget: {
        budgetName: `wayseal-${stage}`,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        budgetLimit: { amount: usDollars, unit: "USD" },
      },
      notificationsWithSubscribers: [notify("ACTUAL", 80), notify("FORECASTED", 100)],
    })
  }
}
