import { marshall } from "@aws-sdk/util-dynamodb"
import { afterEach, beforeAll, describe, expect, it } from "@jest/globals"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { checkNamedLaws } from "../../../../infra/cli/preflight/check-named-laws.ts"
import { readStage } from "../../../../infra/stages/read-stage.ts"
import { parties } from "../../../../shared/parties/party.ts"
import { aCarrier, fileParties, firstDay } from "../../../parties/invitations/invitation-world.ts"
import { type AwsStub, startAwsStub } from "../aws-stub.ts"
import { anyCredentials } from "../run-wayseal.ts"

let aws: AwsStub | undefined
beforeAll(() => {
  Object.assign(process.env, anyCredentials)
})
afterEach(async () => {
  await aws?.stop()
  aws = undefined
})

const carrier = {
  key: "westpost",
  name: "Westpost",
  privacyEmail: "privacy@westpost.example",
  language: "en",
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
}
const settingsOf = (laws: string[]) =>
  marshall({
    ...{ pk: "settings", sk: "maplebooks", partyId: "maplebooks", version: 1, changedAt: firstDay },
    settings: { counterparties: [{ ...carrier, laws }] },
  })
const invitedWith = (laws: string[]) => {
  const [party] = parties.parse({ parties: [{ ...aCarrier({ laws }), id: "northpost" }] }).parties
  const row = { partyId: "northpost", kind: "carrier", language: "en", version: 2, changedAt: firstDay }
  return marshall({ pk: "parties", sk: "northpost", ...row, approved: { at: firstDay, party, number: 1 } })
}

/** What preflight says when the tables hold these rows. Absent: AWS does not let it list them. */
async function check(rows?: { readonly invited: object[]; readonly settings: object[] }) {
  aws = await startAwsStub(({ parameters: { TableName: table } }) =>
    rows === undefined
      ? { error: "AccessDeniedException" }
      : { json: { Items: table === "invited" ? rows.invited : rows.settings } },
  )
  const connection = connectTo("ca-central-1", aws.url)
  const outputs = { InvitedPartiesTableName: "invited", SettingsTableName: "settings" }
  const stack = { name: "data", status: "CREATE_COMPLETE", statusReason: undefined, outputs, resources: [] }
  return checkNamedLaws(
    { connection, parties: fileParties, stage: readStage("local") },
    { stage: "local", stacks: [stack] },
  )
}

describe("laws that parties name outside of the file, before a deployment", () => {
  it("are fine if each is here", async () => {
    expect(await check({ invited: [invitedWith(["ca-pipeda"])], settings: [settingsOf(["eu-gdpr"])] })).toMatchObject([
      { check: "laws", state: "ok" },
    ])
  })

  it("are something to do if one is not here, with how to mend it", async () => {
    const own = ["ca-pipeda", "us-xx-own-act"]
    const found = await check({ invited: [invitedWith(own)], settings: [settingsOf(own)] })
    expect(found.map(({ state, text }) => [state, text])).toEqual([
      [
        "toDo",
        "maplebooks: counterparties names us-xx-own-act, which is not among the laws here, so no duty would be derived from it. Copy us-xx-own-act.yaml into stages/laws, or have the party change its settings.",
      ],
      [
        "toDo",
        "northpost: laws names us-xx-own-act, which is not among the laws here, so no duty would be derived from it. Copy us-xx-own-act.yaml into stages/laws, or have the party enter others: npx wayseal parties invite northpost --stage local --again.",
      ],
    ])
  })

  it("name the permissions that are missing", async () => {
    expect(await check()).toMatchObject([
      { state: "unknown", text: expect.stringContaining("needs dynamodb:Query, kms:Decrypt") },
    ])
  })
})
