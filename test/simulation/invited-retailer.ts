import { knownLawIds } from "../../shared/desk/law/catalogue.ts"
import { makeAnswerInvitation } from "../../shared/parties/invitations/answer-invitation.ts"
import { makeApproveParty } from "../../shared/parties/invitations/approve-party.ts"
import { enteredOf, enteredParty } from "../../shared/parties/invitations/entered-party.ts"
import { makeInviteParty } from "../../shared/parties/invitations/invite-party.ts"
import type { Party } from "../../shared/parties/party.ts"
import { sealerOf } from "./function-tools.ts"
import type { Scheduler } from "./scheduler.ts"
import type { Stores } from "./stores.ts"
import { invitedRetailer, slackAddressOf, urlOf } from "./webhooks.ts"

/** The public key of RFC 8037, appendix A.2. Nobody signs with it here. */
const publicKey = { kid: "1", kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }

/**
 * Invites the retailer, which enters what the file says of it and a webhook or a Slack channel, and approves it.
 * Nothing fails here.
 */
export async function inviteRetailer(
  { stores, scheduler }: { stores: Stores; scheduler: Pick<Scheduler, "clock"> },
  parties: readonly Party[],
  hasSlack: boolean,
): Promise<void> {
  const retailer = parties.find(({ id }) => id === invitedRetailer)
  if (retailer === undefined) throw new Error(`parties.json has no party ${invitedRetailer}`)
  const tools = {
    invitedParties: stores.invitedParties,
    fileParties: parties.filter((party) => party !== retailer),
    knownLaws: knownLawIds,
    sealer: sealerOf({ stores, clock: scheduler.clock }),
    random: (length: number) => new Uint8Array(length).fill(7),
  }
  const at = scheduler.clock().toISOString()
  const { emails, escalationEmails } = retailer.channels
  const webhook = hasSlack
    ? { webhookUrl: slackAddressOf(invitedRetailer), webhookFormat: "slack" }
    : { webhookUrl: urlOf(invitedRetailer) }
  const channels = { emails, escalationEmails, ...webhook }
  const entered = enteredParty.parse({ ...enteredOf(retailer), credentials: { publicKeys: [publicKey] }, channels })
  const by = { party: "hub", credential: "user/ops" }
  const decision = { partyId: invitedRetailer, by, at }
  const invited = await makeInviteParty(tools)({ ...decision, kind: "retailer", days: 14, again: false })
  const token = invited.outcome === "invited" ? invited.token : ""
  await makeAnswerInvitation(tools)({ token, entered, newWebhookSecret: false, at })
  const { outcome } = await makeApproveParty(tools)({ ...decision, version: 2 })
  if (outcome !== "approved") throw new Error(`${invitedRetailer} was not approved: ${outcome}`)
}
