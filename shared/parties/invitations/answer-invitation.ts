import { hasPublicName } from "../../base/platform/public-address.ts"
import type { RandomBytes } from "../../base/platform/random-id.ts"
import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { sealWebhookSecret } from "../channels/webhook-secret.ts"
import type { Party } from "../party.ts"
import { entryProblems, oidcOf } from "../party-rules.ts"
import { asSlackAddress, isSlackAddress, isSlackPlaceholder, leadsToSlack, slackPlaceholder } from "../slack-channel.ts"
import { deadKeyProblems } from "./dead-keys.ts"
import { type EnteredParty, partyFrom, type SealedWebhook } from "./entered-party.ts"
import { type OpenInvitation, openInvitation } from "./invitation-token.ts"
import type { InvitedParty } from "./invited-party.ts"
import { changedClaims, takenSentences } from "./party-claims.ts"
import { changedEntries, isSame, PartyContended, partyStep } from "./party-step.ts"
import { type InvitationView, viewOf } from "./read-invitation.ts"
import type { StoredInvitedParties } from "./stored-invited-parties.ts"

/** The most bytes that the entries of a party may have, as JSON. A row holds them twice, and so does its history. */
export const mostEnteredBytes = 16_000

/** What an invited party sends. */
export type InvitationAnswer = {
  token: string
  entered: EnteredParty
  /** Whether the webhook shall have another secret, also at the same address. */
  newWebhookSecret: boolean
  at: string
}

/**
 * What became of an answer.
 *
 * - `answered`: it is stored, and waits for the hub. `webhookSecret` is shown this once.
 * - `unknown`: no open invitation has this token.
 * - `invalid`: nothing was stored. `sentences` name the field, the rule and the mend, and no value and no other party.
 */
export type AnswerOutcome =
  | { outcome: "answered"; view: InvitationView; webhookSecret?: string }
  | { outcome: "unknown" }
  | { outcome: "invalid"; sentences: readonly string[] }

/** Stores what an invited party entered. The same answer again changes nothing. */
export type AnswerInvitation = (answer: InvitationAnswer) => Promise<AnswerOutcome>

type Tools = {
  invitedParties: StoredInvitedParties
  /** The parties of the parties file, which nobody invited. */
  fileParties: readonly Party[]
  /** Ids of the laws that the deployment has. */
  knownLaws: readonly string[]
  sealer: Pick<Sealer, "seal" | "unseal">
  random: RandomBytes
}

export function makeAnswerInvitation(tools: Tools): AnswerInvitation {
  const { invitedParties } = tools
  return (answer) =>
    retryLostRace<AnswerOutcome>(
      async () => {
        const before = await openInvitation(invitedParties, answer)
        if (before === undefined) return { result: { outcome: "unknown" } }
        const sentences = await problemsOf(answer, before, tools)
        if (sentences.length > 0) return { result: { outcome: "invalid", sentences } }
        const { webhook, secret, isNewSecret } = await webhookFor(answer, before, tools)
        const party = partyFrom(answer.entered, before, webhook)
        const view = viewOf({ ...before, answer: { at: answer.at, party } })
        const result = {
          outcome: "answered" as const,
          view,
          ...(secret === undefined ? {} : { webhookSecret: secret }),
        }
        if (isSame(before.answer?.party, party)) return { result }
        const written = await invitedParties.change(stepOf(answer, before, { party, isNewSecret }))
        return written === "refused" ? undefined : { result }
      },
      () => new PartyContended(),
    )
}

function stepOf(
  { at }: InvitationAnswer,
  before: OpenInvitation,
  { party, isNewSecret }: { party: Party; isNewSecret: boolean },
) {
  return partyStep(
    before,
    { ...before, answer: { at, party } },
    {
      what: "answered",
      by: { party: before.partyId, credential: "invitation" },
      at,
      changes: changedEntries((before.answer ?? before.approved)?.party, party),
      ...(isNewSecret ? { newWebhookSecret: true } : {}),
    },
  )
}

async function problemsOf(
  { entered, newWebhookSecret }: InvitationAnswer,
  before: OpenInvitation,
  { invitedParties, fileParties, knownLaws }: Tools,
): Promise<readonly string[]> {
  if (entered.kind !== before.kind) return [`kind must be ${before.kind}, as which you are invited`]
  const party = partyFrom(entered, before, undefined)
  const others = fileParties.filter(({ id }) => id !== before.partyId)
  const wrong = entryProblems(party, { others, namesOthers: false, quotes: false, knownLaws })
  return [
    ...new Set([
      ...wrong,
      ...(wrong.length === 0 ? await takenProblems(party, before, invitedParties) : []),
      ...(await deadKeyProblems(before, party, invitedParties)),
      ...strangersProblems(entered),
      ...webhookProblems(entered.channels, before, newWebhookSecret),
    ]),
  ]
}

/** What other invited parties have. Only sound entries are looked up: the table takes no key that is empty. */
async function takenProblems(
  party: Party,
  before: OpenInvitation,
  invitedParties: StoredInvitedParties,
): Promise<readonly string[]> {
  const after = { ...before, answer: { at: before.changedAt, party } }
  return takenSentences(party, await invitedParties.takenFrom(before.partyId, changedClaims(before, after).put))
}

/** What is asked of entries that nobody of the hub reviewed before they are stored. */
function strangersProblems(entered: EnteredParty): readonly string[] {
  const issuer = oidcOf(entered)?.issuer
  return [
    ...(/^\s|\s$|\p{C}/u.test(entered.alias)
      ? ["alias must have no space at its ends and no control characters. Write it as people read it"]
      : []),
    ...(/[\p{L}\p{N}]/u.test(entered.alias) ? [] : ["alias must have a letter or a digit. Write your public name"]),
    ...(hasControls(entered)
      ? ["no text may have characters that control a terminal or turn the direction of writing. Leave them out"]
      : []),
    ...(issuer !== undefined && !(issuer.startsWith("https://") && hasPublicName(issuer))
      ? [
          "credentials.oidc.issuer: write an https address of a host with a public name, such as https://login.example.com",
        ]
      : []),
    ...(Buffer.byteLength(JSON.stringify(entered)) > mostEnteredBytes
      ? [`it may have at most ${mostEnteredBytes} bytes in all. Shorten what you entered`]
      : []),
  ]
}

/** What stands against the webhook that a party entered. */
function webhookProblems(
  { webhookUrl: url, webhookFormat }: EnteredParty["channels"],
  before: InvitedParty,
  newWebhookSecret: boolean,
): readonly string[] {
  if (webhookFormat === undefined)
    return [
      ...(newWebhookSecret && url === undefined
        ? ["newWebhookSecret has no use without channels.webhookUrl. Leave it out, or enter the address"]
        : []),
      ...(url !== undefined && leadsToSlack(url)
        ? [
            'channels.webhookUrl leads to Slack, which takes messages and no events. Add "webhookFormat": "slack", or ' +
              "write the address of a program of yours",
          ]
        : []),
    ]
  return [
    ...(newWebhookSecret
      ? ["newWebhookSecret has no use for a Slack channel. Have Slack make another webhook, and enter its address"]
      : []),
    ...(url === undefined
      ? [`channels.webhookFormat has no use without channels.webhookUrl. Write ${asSlackAddress}`]
      : []),
    ...(url === undefined || isSlackAddress(url) || isKnownChannel(before, url)
      ? []
      : [`channels.webhookUrl is not right for a Slack channel: write ${asSlackAddress}`]),
  ]
}

/** Whether an address stands for a Slack channel whose address the party entered before. */
const isKnownChannel = (before: InvitedParty, url: string): boolean =>
  isSlackPlaceholder(url) && knownWebhook(before, url) !== undefined

/** Whether any text could change how a screen shows what stands around it. Lines of an address may end. */
function hasControls(value: unknown): boolean {
  if (typeof value === "string") return /[^\P{Cc}\n]|\p{Bidi_Control}/u.test(value)
  return typeof value === "object" && value !== null && Object.values(value).some(hasControls)
}

/** The webhook of an answer, and its secret if that is new and for the party to keep. */
type AnsweredWebhook = { webhook?: SealedWebhook; secret?: string; isNewSecret: boolean }

/** One at an address that had one keeps its secret, unless a new one is asked for. */
async function webhookFor(
  { entered, newWebhookSecret }: InvitationAnswer,
  before: InvitedParty,
  { sealer, random }: Tools,
): Promise<AnsweredWebhook> {
  const { webhookUrl: url, webhookFormat } = entered.channels
  if (url === undefined) return { isNewSecret: false }
  const known = knownWebhook(before, webhookFormat === "slack" ? slackPlaceholder(url) : url)
  const { partyId } = before
  if (known !== undefined && (isSlackPlaceholder(url) || (webhookFormat === undefined && !newWebhookSecret)))
    return { webhook: known, isNewSecret: false }
  if (webhookFormat === "slack") {
    const sealedSecret = await sealWebhookSecret(sealer, partyId, { secret: url, known: known?.sealedSecret })
    const isNewSecret = sealedSecret !== known?.sealedSecret
    return { webhook: { url: slackPlaceholder(url), sealedSecret }, isNewSecret }
  }
  const secret = `whsec_${Buffer.from(random(32)).toString("base64")}`
  const sealedSecret = await sealWebhookSecret(sealer, partyId, { secret })
  return { webhook: { url, sealedSecret }, secret, isNewSecret: true }
}

/** The webhook that the party entered last at an address. */
function knownWebhook(before: InvitedParty, url: string): SealedWebhook | undefined {
  return [before.answer, before.approved].flatMap((each) => {
    const webhook = each?.party.channels.webhook
    return webhook !== undefined && "sealedSecret" in webhook && webhook.url === url ? [webhook] : []
  })[0]
}
