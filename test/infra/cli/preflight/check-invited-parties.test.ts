import { marshall } from "@aws-sdk/util-dynamodb"
import { afterEach, beforeAll, describe, expect, it } from "@jest/globals"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { judgeInvitedParties } from "../../../../infra/cli/doctor/check-invited-parties.ts"
import { checkInvitedParties } from "../../../../infra/cli/preflight/check-invited-parties.ts"
import { readStage } from "../../../../infra/stages/read-stage.ts"
import { aCarrier, fileParties, invitationWorld } from "../../../parties/invitations/invitation-world.ts"
import { type AwsStub, type StubAnswer, startAwsStub } from "../aws-stub.ts"
import { anyCredentials } from "../run-wayseal.ts"

let aws: AwsStub | undefined
beforeAll(() => {
  Object.assign(process.env, anyCredentials)
})
afterEach(async () => {
  await aws?.stop()
  aws = undefined
})

/** What preflight says when the table answers so. */
async function check(answers: Readonly<Record<string, StubAnswer>>, outputs: Readonly<Record<string, string>>) {
  aws = await startAwsStub(({ action }) => answers[action] ?? { error: `NoAnswerTo${action}` })
  const connection = connectTo("ca-central-1", aws.url)
  const stack = { name: "data", status: "CREATE_COMPLETE", statusReason: undefined, outputs, resources: [] }
  return checkInvitedParties(
    { connection, parties: fileParties, stage: readStage("local") },
    { stage: "local", stacks: [stack] },
  )
}
const deployed = { InvitedPartiesTableName: "invited" }
const noClaims: StubAnswer = { json: { Responses: { invited: [] } } }

describe("parties of the file beside invited ones, before a deployment", () => {
  it("are not compared before there is a table", async () => {
    expect(await check({}, {})).toEqual([])
    expect(aws?.calls).toEqual([])
  })

  it("are compared with one call if they have nothing in common", async () => {
    expect(await check({ BatchGetItem: noClaims }, deployed)).toMatchObject([{ state: "ok" }])
    expect(aws?.calls.map(({ action }) => action)).toEqual(["BatchGetItem"])
  })

  it("are something to do, with a sentence for each conflict", async () => {
    const claim = { pk: "alias", sk: "eastpost", partyId: "eastpost", inForce: false }
    const row = { partyId: "eastpost", kind: "carrier", language: "en", version: 1, changedAt: "2026-11-01T10:00:00Z" }
    const invitation = { tokenHash: "h", invitedAt: row.changedAt, expiresAt: row.changedAt }
    const answers = {
      BatchGetItem: { json: { Responses: { invited: [marshall(claim)] } } },
      GetItem: { json: { Item: marshall({ ...row, invitation, pk: "parties", sk: "eastpost" }) } },
    }
    expect(await check(answers, deployed)).toEqual([
      {
        check: "invited parties",
        state: "toDo",
        text: expect.stringContaining("npx wayseal parties remove eastpost --stage local"),
      },
    ])
  })

  it("name the permissions that are missing", async () => {
    expect(await check({ BatchGetItem: { error: "AccessDeniedException" } }, deployed)).toMatchObject([
      { state: "unknown", text: expect.stringContaining("needs dynamodb:BatchGetItem, dynamodb:GetItem, kms:Decrypt") },
    ])
  })
})

describe("parties of the file beside invited ones, at the doctor's", () => {
  it("pass, or fail once for each conflict", async () => {
    const world = invitationWorld({ fileParties: [] })
    const reached = { parties: fileParties, stage: "prod" }
    expect(await judgeInvitedParties(reached, world.invitedParties)).toMatchObject([{ outcome: "pass" }])
    await world.answer(await world.tokenOf("northpost"), aCarrier({ alias: "Maple Books" }))
    await world.tokenOf("eastpost")
    expect(await judgeInvitedParties(reached, world.invitedParties)).toMatchObject([
      { outcome: "fail", detail: expect.stringMatching(/^maplebooks of the file has an alias .+ party northpost/) },
      { outcome: "fail", detail: expect.stringMatching(/^eastpost stands in the file/) },
    ])
  })
})
