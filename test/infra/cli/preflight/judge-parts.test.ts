import { expect, it } from "@jest/globals"
import { judgeParts } from "../../../../infra/cli/preflight/judge-parts.ts"

const stackName = "Wayseal-prod-Data"
const resource = (logicalId: string, type: string) => ({
  stackName,
  logicalId,
  type,
  physicalId: `${stackName}-${logicalId}`,
  status: "CREATE_COMPLETE",
})
const deployed = {
  stage: "prod",
  stacks: [
    {
      name: stackName,
      status: "UPDATE_COMPLETE",
      statusReason: undefined,
      outputs: {},
      resources: [
        resource("Restrictions", "AWS::DynamoDB::Table"),
        resource("BreachCases", "AWS::DynamoDB::Table"),
        resource("Documents", "AWS::S3::Bucket"),
        resource("HeadMacKey", "AWS::KMS::Key"),
        resource("AlertsQueue", "AWS::SQS::Queue"),
      ],
    },
  ],
}
const planned = (...logicalIds: string[]) => ({
  stackNames: [stackName],
  resources: logicalIds.map((logicalId) => ({ stackName, logicalId, type: "any", properties: {} })),
  bootstrap: { parameter: "", version: 0 },
})

it("a preflight says which tables, buckets and keys a deployment takes out, and what becomes of them", () => {
  const [kept, ...others] = judgeParts(planned("Restrictions"), deployed, { keepData: true })
  expect(others).toEqual([])
  expect(kept).toMatchObject({ state: "note" })
  const leaving = ["table BreachCases", "bucket Documents", "key HeadMacKey"]
  const named = leaving.map((one) => `the ${one.replace(" ", ` ${stackName}-`)}`)
  expect(kept?.text).toContain(`takes out of the stage: ${named.join(", ")}.`)
  expect(kept?.text).toContain("They stay in the account, but no function reads them, and no erasure reaches them.")
  const [deleted] = judgeParts(planned("Restrictions"), deployed, { keepData: false })
  expect(deleted?.text).toContain("They are deleted with all that they hold.")
})

it("a preflight says nothing of parts when nothing goes", () => {
  const all = planned("Restrictions", "BreachCases", "Documents", "HeadMacKey")
  expect(judgeParts(all, deployed, { keepData: true })).toEqual([])
})
