import * as z from "zod"
import { failureOf } from "../../../client/command-line/aws-failure.ts"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { type DocumentLanguage, partyId as idForm, type PartyKind } from "../../../shared/base/contracts/words.ts"
import { apiAudience } from "../../../shared/parties/authenticate-party.ts"
import { idReserved, idTooLong } from "../../../shared/parties/counterparty-id.ts"
import { type InvitationRefusal, makeInviteParty } from "../../../shared/parties/invitations/invite-party.ts"
import { type Hub, stopUnknown } from "./hub.ts"
import { invitationLetter, type Letter } from "./invitation-letter.ts"

export type InviteOptions = {
  readonly kind?: PartyKind
  readonly language?: DocumentLanguage
  readonly days: number
  readonly again?: true
  /** Where to mail the letter. */
  readonly email?: string
}

/**
 * Invites a party, and writes the letter for it. The letter holds the token, which is shown this once.
 *
 * @throws CommandStopped if the party cannot be invited
 */
export async function sendInvitation(hub: Hub, partyId: string, options: InviteOptions): Promise<Outcome> {
  const { kind, language, days, again = false, email } = options
  requireUsable(hub, partyId, email)
  const wish = { partyId, kind, language, days, again, by: await hub.by(), at: hub.now() }
  const result = await makeInviteParty(hub)(wish)
  if (result.outcome !== "invited") return refuse(hub, partyId, result.outcome)
  const { token, party } = result
  const letter = invitationLetter({ party, token, apiUrl: hub.apiUrl, audience: apiAudience(hub.stage) })
  const mailed = email === undefined ? undefined : await mail(hub, email, letter)
  return {
    data: {
      ...{ party: partyId, kind: party.kind, expiresAt: party.invitation.expiresAt, token, letter },
      ...(mailed === undefined ? {} : { mailed: mailed === "sent" }),
    },
    text: `${inWords(partyId, mailed)}\n\n${letter.subject}\n\n${letter.text}`,
    status: mailed === undefined || mailed === "sent" ? exitStatus.fine : exitStatus.needsPerson,
  }
}

function requireUsable(hub: Hub, partyId: string, email: string | undefined): void {
  if (!idForm.safeParse(partyId).success)
    throw new CommandStopped(
      "wrongUsage",
      `"${partyId}" is no id. Write 2 to 32 lower-case letters, digits and hyphens, a letter first.`,
    )
  if (email === undefined) return
  if (!z.email().safeParse(email).success)
    throw new CommandStopped("wrongUsage", "--email: write an e-mail address, such as privacy@northpost.example.")
  if (hub.send === undefined)
    throw new CommandStopped(
      "wrongUsage",
      `Stage "${hub.stage}" has no mail in its file, so nothing can be mailed. Leave --email out, and send the letter yourself.`,
    )
}

/** A mail that fails must not lose the letter, which is printed in any case. */
async function mail(hub: Hub, to: string, letter: Letter): Promise<"sent" | { readonly reason: string }> {
  try {
    await hub.send?.(to, letter)
    return "sent"
  } catch (error) {
    return { reason: failureOf(error).reason }
  }
}

function inWords(partyId: string, mailed: "sent" | { readonly reason: string } | undefined): string {
  if (mailed === "sent") return `${partyId} is invited, and this letter is mailed. Its token is shown this once.`
  const send = "Send this letter on a way that nobody else reads. Whoever has the token can enter keys for this party."
  const invited = `${partyId} is invited. ${send}`
  return mailed === undefined ? invited : `The letter could not be mailed: ${mailed.reason}. ${invited}`
}

async function refuse(hub: Hub, partyId: string, outcome: InvitationRefusal): Promise<never> {
  const sentences: Readonly<Record<InvitationRefusal, string>> = {
    inFile: `${partyId} stands in the parties file of stage "${hub.stage}". It takes part without an invitation.`,
    nameTaken: `Another party has the alias "${partyId}". Invite this one under another id.`,
    nameReserved: `${partyId} ${idReserved}.`,
    nameTooLong: `${partyId} ${idTooLong}.`,
    knownAlready: `${partyId} was invited before. To send it a new invitation, write --again. What was approved stays in force.`,
    unknown: `${partyId} was never invited. Leave --again out.`,
    kindMissing: `Say what ${partyId} is, with --kind retailer or --kind carrier.`,
    kindDiffers: `${partyId} was invited as the other kind, which never changes. Leave --kind out, or invite it under another id.`,
  }
  // It may be misspelt, and the right one known.
  if (outcome === "unknown") await stopUnknown(hub, partyId)
  throw new CommandStopped("wrongUsage", sentences[outcome])
}
