import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { approveParty } from "../../infra/cli/parties/decide-party.ts"
import { sendInvitation } from "../../infra/cli/parties/send-invitation.ts"
import { showParty } from "../../infra/cli/parties/show-party.ts"
import { aCarrier } from "../parties/invitations/invitation-world.ts"
import { atHub, postInvitation } from "./add-party.ts"
import type { LocalExchange } from "./local-exchange.ts"

/** The hub invites a party from the command line, and the party answers over the deployed API. */
export function invitationsSuite(local: () => LocalExchange): void {
  describe("a party without a deployment", () => {
    const channels = { emails: ["privacy@westpost.example"], webhookUrl: "https://hooks.westpost.example/" }

    it("is invited, enters what is asked for, and is approved", async () => {
      const invited = await atHub(local(), (hub) => sendInvitation(hub, "westpost", { kind: "carrier", days: 14 }))
      const { token } = z.object({ token: z.string() }).parse(invited.data)
      expect(await (await postInvitation(local(), "read", { token })).json()).toMatchObject({
        party: "westpost",
        state: "invited",
      })
      const wrong = await postInvitation(local(), "answer", {
        token,
        party: aCarrier({ alias: "Northpost", channels }),
      })
      expect([wrong.status, await wrong.json()]).toEqual([
        400,
        expect.objectContaining({ detail: "alias is the id of another party." }),
      ])
      const answered = await postInvitation(local(), "answer", {
        token,
        party: aCarrier({ alias: "Westpost", channels }),
      })
      expect([answered.status, await answered.json()]).toEqual([
        200,
        expect.objectContaining({ state: "answered", webhookSecret: expect.stringMatching(/^whsec_/) }),
      ])
      const { data } = await atHub(local(), (hub) => approveParty(hub, "westpost", undefined))
      expect(data).toMatchObject({ version: 2, entered: { alias: "Westpost" } })
      expect(await atHub(local(), (hub) => approveParty(hub, "westpost", 2))).toMatchObject({ status: 0 })
      expect((await postInvitation(local(), "read", { token })).status).toBe(404)
      const { data: shown } = await atHub(local(), (hub) => showParty(hub, "westpost"))
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
