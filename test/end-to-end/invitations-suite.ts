import { beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { approveParty } from "../../infra/cli/parties/decide-party.ts"
import { type Hub, withHub } from "../../infra/cli/parties/hub.ts"
import { sendInvitation } from "../../infra/cli/parties/send-invitation.ts"
import { showParty } from "../../infra/cli/parties/show-party.ts"
import { emulatorCredentials } from "../../infra/local/emulator/emulator-environment.ts"
import { stagesFolder } from "../../infra/stages/read-stage.ts"
import { aCarrier } from "../parties/invitations/invitation-world.ts"
import type { LocalExchange } from "./local-exchange.ts"

/** The hub invites a party from the command line, and the party answers over the deployed API. */
export function invitationsSuite(local: () => LocalExchange): void {
  describe("a party without a deployment", () => {
    beforeAll(() => {
      process.env["AWS_ACCESS_KEY_ID"] = emulatorCredentials.accessKeyId
      process.env["AWS_SECRET_ACCESS_KEY"] = emulatorCredentials.secretAccessKey
    })

    const atHub = <Result>(work: (hub: Hub) => Promise<Result>) => {
      const options = { stage: "local", stages: stagesFolder, endpoint: local().exchange.endpoint.url }
      return withHub({ options, onStep: () => {} }, [], work)
    }
    const post = (path: string, body: unknown) =>
      fetch(`${local().exchange.apiUrl}/v1/invitations/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      })
    const channels = { emails: ["privacy@westpost.example"], webhookUrl: "https://hooks.westpost.example/" }

    it("is invited, enters what is asked for, and is approved", async () => {
      const invited = await atHub((hub) => sendInvitation(hub, "westpost", { kind: "carrier", days: 14 }))
      const { token } = z.object({ token: z.string() }).parse(invited.data)
      expect(await (await post("read", { token })).json()).toMatchObject({ party: "westpost", state: "invited" })
      const wrong = await post("answer", { token, party: aCarrier({ alias: "Northpost", channels }) })
      expect([wrong.status, await wrong.json()]).toEqual([
        400,
        expect.objectContaining({ detail: "alias is the id of another party." }),
      ])
      const answered = await post("answer", { token, party: aCarrier({ alias: "Westpost", channels }) })
      expect([answered.status, await answered.json()]).toEqual([
        200,
        expect.objectContaining({ state: "answered", webhookSecret: expect.stringMatching(/^whsec_/) }),
      ])
      const { data } = await atHub((hub) => approveParty(hub, "westpost", undefined))
      expect(data).toMatchObject({ version: 2, entered: { alias: "Westpost" } })
      expect(await atHub((hub) => approveParty(hub, "westpost", 2))).toMatchObject({ status: 0 })
      expect((await post("read", { token })).status).toBe(404)
      const { data: shown } = await atHub((hub) => showParty(hub, "westpost"))
      expect(shown).toMatchObject({
        state: "approved",
        history: [{ what: "approved" }, { what: "answered", newWebhookSecret: true }, { what: "invited" }],
      })
    })

    it("leaves neither its token nor the secret of its webhook in a row or a log", async () => {
      const rows = JSON.stringify(await local().exchange.rows("InvitedParties"))
      expect(rows).toContain("westpost")
      expect(rows).not.toContain("whsec_")
      expect((await local().logLines()).join("\n")).not.toMatch(/whsec_|westpost/)
    })
  })
}
