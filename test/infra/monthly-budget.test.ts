import { describe, expect, it } from "@jest/globals"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

describe("a monthly budget", () => {
  it("is there only when the stage asks for one", async () => {
    expect(resourcesOf("AWS::Budgets::Budget", (await synthesise("prod")).data)).toEqual([])
  })

  it("mails every alarm address at four fifths spent and when more than all is expected", async () => {
    const emails = ["operations@hub.example", "finance@hub.example"]
    const settings = { monthlyBudget: { usDollars: 200 }, alarmEmails: emails }
    const [budget, ...others] = resourcesOf("AWS::Budgets::Budget", (await synthesise("prod", { settings })).data)
    expect(others).toEqual([])
    expect(budget?.Properties["Budget"]).toMatchObject({
      BudgetLimit: { Amount: 200, Unit: "USD" },
      TimeUnit: "MONTHLY",
      BudgetType: "COST",
    })
    const notices = budget?.Properties["NotificationsWithSubscribers"]
    expect(
      notices.map(({ Notification }: { Notification: Record<string, unknown> }) => [
        Notification["NotificationType"],
        Notification["Threshold"],
        Notification["ThresholdType"],
        Notification["ComparisonOperator"],
      ]),
    ).toEqual([
      ["ACTUAL", 80, "PERCENTAGE", "GREATER_THAN"],
      ["FORECASTED", 100, "PERCENTAGE", "GREATER_THAN"],
    ])
    for (const { Subscribers } of notices)
      expect(Subscribers).toEqual(emails.map((Address) => ({ SubscriptionType: "EMAIL", Address })))
  })
})
