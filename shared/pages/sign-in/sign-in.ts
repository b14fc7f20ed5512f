import type { Clock } from "../../base/platform/clock.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import type { RandomBytes } from "../../base/platform/random-id.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { isCurrent, lastSecondOf, officerDays, sealedNameField, sessionKeyOf } from "../../parties/sessions/session.ts"
import type { Sessions } from "../../parties/sessions/sessions.ts"
import type { SignInSettings } from "../../parties/sign-in-settings.ts"
import { type BegunSignIn, begunCookieValue, readBegun, type SignatureTools } from "./begun-sign-in.ts"
import { type Claims, type IdentityProvider, type ProviderSettings, SignInFailed } from "./identity-provider.ts"
import { nameOfClaims, roleOfClaims } from "./role-of-claims.ts"

/** What signing in needs. */
export type SignInTools = SignatureTools & {
  readonly parties: Pick<PartyDirectory, "byId">
  readonly provider: IdentityProvider
  readonly sessions: Sessions
  readonly sealer: Pick<Sealer, "seal" | "unseal">
  /** The opaque id of a person, from party, issuer and subject: always the same. */
  readonly userIdOf: (partyId: string, issuer: string, subject: string) => string
  readonly random: RandomBytes
  readonly clock: Clock
}

/** A party whose people can sign in. @throws SignInFailed */
export async function partyWithSignIn(
  { parties }: Pick<SignInTools, "parties">,
  partyId: string,
): Promise<{ id: string; settings: SignInSettings }> {
  const party = await parties.byId(partyId)
  if (party?.signIn === undefined) throw new SignInFailed("unknownParty")
  return { id: party.id, settings: party.signIn }
}

/** What no visitor and no provider can guess. */
export const unguessable = (random: RandomBytes) => Buffer.from(random(32)).toString("base64url")

/** What finding out at a provider who somebody is needs. */
export type ProviderTools = SignatureTools & Pick<SignInTools, "provider" | "random" | "clock">

type Asked = {
  readonly partyId: string
  readonly returnTo: string
  /** Of this party alone. */
  readonly redirectUri: string
}

/**
 * Begins a sign-in at the party's provider.
 * @returns the address at the provider, and the value of the cookie that binds the sign-in to this browser
 * @throws SignInFailed
 */
export async function beginSignIn(tools: SignInTools, asked: Asked): Promise<{ location: string; begun: string }> {
  const { id, settings } = await partyWithSignIn(tools, asked.partyId)
  return beginAt(tools, settings, { ...asked, partyId: id })
}

/** The same at a provider that is known. */
export async function beginAt(
  tools: ProviderTools,
  settings: ProviderSettings,
  { partyId, returnTo, redirectUri }: Asked,
): Promise<{ location: string; begun: string }> {
  const { random, provider, clock } = tools
  const secrets = { state: unguessable(random), nonce: unguessable(random), verifier: unguessable(random) }
  const location = await provider.begin(settings, secrets, redirectUri)
  const { issuer, clientId } = settings
  return { location, begun: begunCookieValue(tools, { ...secrets, partyId, issuer, clientId, returnTo }, clock()) }
}

/** What came back from the provider, and what the browser still knows. */
type ComeBack = {
  /** The party whose address it came back to. */
  readonly partyId: string
  readonly answer: Readonly<Record<string, string>>
  readonly redirectUri: string
  /** The cookie of the sign-in that began. */
  readonly begun: string | undefined
  /** The cookie of a session that the browser has already. It ends, or keeps people of other parties out. */
  readonly former: string | undefined
}

/**
 * Finishes a sign-in: a new session for the person, whatever session of the same party the browser had before.
 * @returns what the session's cookie holds
 * @throws SignInFailed
 */
export async function finishSignIn(tools: SignInTools, back: ComeBack): Promise<{ session: string; returnTo: string }> {
  if (back.former !== undefined) await assertNoneOfOthers(tools, back.former, back.partyId)
  const settingsOf = async (partyId: string) => (await partyWithSignIn(tools, partyId)).settings
  const { begun, settings, claims } = await finishAt(tools, back, settingsOf)
  const session = await startSession(tools, { begun, settings, claims })
  if (back.former !== undefined) await tools.sessions.end(sessionKeyOf(back.former))
  return { session, returnTo: begun.returnTo }
}

/** Otherwise a page of any site could put a session of one party's provider in place of another party's. */
async function assertNoneOfOthers(tools: SignInTools, former: string, partyId: string): Promise<void> {
  const session = await tools.sessions.find(sessionKeyOf(former))
  if (session === undefined || session.partyId === partyId) return
  const party = await tools.parties.byId(session.partyId)
  if (party?.signIn !== undefined && isCurrent(session, party.signIn, tools.clock()))
    throw new SignInFailed("otherParty")
}

/**
 * Finds out who came back from a provider.
 * @param settingsOf the provider of the sign-in that began
 * @throws SignInFailed
 */
export async function finishAt<Settings extends ProviderSettings>(
  tools: ProviderTools,
  back: Omit<ComeBack, "former">,
  settingsOf: (partyId: string) => Promise<Settings>,
): Promise<{ begun: BegunSignIn; settings: Settings; claims: Claims }> {
  const begun = readBegun(tools, back.begun ?? "", tools.clock())
  if (begun === undefined) throw new SignInFailed("notBegun")
  // A provider led the browser to that of another party, whose code it must not get (RFC 9700, section 4.4).
  if (begun.partyId !== back.partyId) throw new SignInFailed("otherAddress")
  // Of another sign-in, which may be somebody else's (CSRF of the sign-in).
  if (back.answer["state"] !== begun.state) throw new SignInFailed("notBegun")
  const settings = await settingsOf(begun.partyId)
  // The party moved to another provider meanwhile.
  if (settings.issuer !== begun.issuer || settings.clientId !== begun.clientId) throw new SignInFailed("notBegun")
  return { begun, settings, claims: await tools.provider.finish(settings, begun, back) }
}

async function startSession(
  { sessions, sealer, userIdOf, random, clock }: SignInTools,
  of: { readonly begun: BegunSignIn; readonly settings: SignInSettings; readonly claims: Claims },
): Promise<string> {
  const { settings, claims } = of
  const { partyId } = of.begun
  const role = roleOfClaims(settings, claims)
  if (role === undefined) throw new SignInFailed("noRole")
  const userId = userIdOf(partyId, claims.iss, claims.sub)
  const cookie = unguessable(random)
  const now = clock()
  const signedInAt = now.toISOString()
  const seconds = Math.floor(now.getTime() / 1_000)
  const sealedName = await sealer.seal(`party#${partyId}`, userId, sealedNameField, nameOfClaims(claims))
  await sessions.begin(
    {
      sessionKey: sessionKeyOf(cookie),
      ...{ partyId, userId, role, signedInAt, lastSeenAt: signedInAt },
      issuer: settings.issuer,
      clientId: settings.clientId,
      expiresAt: lastSecondOf(now),
    },
    { partyId, userId, role, sealedName, signedInAt, expiresAt: seconds + officerDays * daySeconds },
  )
  return cookie
}
