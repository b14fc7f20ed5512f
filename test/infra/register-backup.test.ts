import { describe, expect, it } from "@jest/globals"
import { referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const { data: prod } = await synthesise("prod")

describe("the copies of the breach register", () => {
  it("are made each month, kept for six years, and encrypted with the stage's own key", () => {
    const [plan] = resourcesOf("AWS::Backup::BackupPlan", prod)
    const [rule, ...others] = plan?.Properties["BackupPlan"].BackupPlanRule ?? []
    expect(others).toEqual([])
    expect(rule).toMatchObject({ ScheduleExpression: "cron(0 3 1 * ? *)", Lifecycle: { DeleteAfterDays: 2192 } })
    const [vault] = resourcesOf("AWS::Backup::BackupVault", prod)
    expect(referredTo(vault?.Properties["EncryptionKeyArn"])).toMatch(/^DataKey/)
    expect(vault?.DeletionPolicy).toBe("RetainExceptOnCreate")
  })

  it("hold the cases, the data keys without which no reference in them opens, and the parties that no file has", () => {
    const [selection] = resourcesOf("AWS::Backup::BackupSelection", prod)
    const copied = selection?.Properties["BackupSelection"].Resources.map((each: unknown) => referredTo(each))
    expect(copied).toEqual([
      expect.stringMatching(/^BreachCases/),
      expect.stringMatching(/^SealingKeys/),
      expect.stringMatching(/^InvitedParties/),
    ])
  })

  it("are not made for a trial", async () => {
    expect(resourcesOf("AWS::Backup::BackupPlan", (await synthesise("dev")).data)).toEqual([])
  })
})
