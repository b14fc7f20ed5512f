import { CfnBudget } from "aws-cdk-lib/aws-budgets"
import { Construct } from "constructs"

export interface MonthlyBudgetProps {
  readonly stage: string
  readonly usDollars: number
  /** Receive the mails, without confirming anything: at least one, at most ten. */
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
