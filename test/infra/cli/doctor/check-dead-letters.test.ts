import { expect, it } from "@jest/globals"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { checkAlarms } from "../../../../infra/cli/doctor/check-dead-letters.ts"

it("asks nobody to deploy alarms that the stage leaves out, and says that nobody is told", async () => {
  const reached = { resources: [], connection: connectTo("ca-central-1"), stage: { settings: { alarms: false } } }
  expect(await checkAlarms({ reached, onProgress: () => {} })).toEqual({
    check: "Each dead-letter queue has an alarm",
    outcome: "not shown here",
    detail: "alarms is false, so nobody is told of a dead letter",
  })
})
