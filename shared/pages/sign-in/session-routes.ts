import * as z from "zod"
import { boundedUrl, ownString } from "../../base/contracts/bounded-string.ts"
import { documentLanguages, partyId, partyKind } from "../../base/contracts/words.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { type Officer, officerRole } from "../../parties/officer.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { refused } from "../../parties/refusals.ts"
import { currentSession } from "../../parties/sessions/authenticate-caller.ts"
import {
  consoleHeader,
  endOf,
  type KnownOfficer,
  sealedNameField,
  sessionCookieName,
  sessionKeyOf,
} from "../../parties/sessions/session.ts"
import type { SignInTools } from "./sign-in.ts"
import { forgottenSession } from "./sign-in-routes.ts"

const name = ownString().meta({ description: "As the party's identity provider spells it. It can be empty" })
const userId = ownString().meta({ description: "The hub's own opaque id of the person" })
const role = officerRole.meta({ description: "An officer reads and acts, a reader only reads" })

const sessionAnswer = z.object({
  partyId: partyId.meta({ title: "Party id" }),
  partyAlias: ownString().meta({ title: "Party alias" }),
  partyKind: partyKind.meta({ title: "Party kind" }),
  userId,
  name,
  role,
  language: z.enum(documentLanguages).meta({ description: "The party's language" }),
  timeZone: ownString().meta({ description: "The party's time zone (IANA)" }),
  expiresAt: z.iso.datetime().meta({ description: "When the session ends if nothing more is done" }),
})

const colleaguesAnswer = z.object({
  colleagues: z
    .array(z.object({ userId, name, role }))
    .meta({ description: "Whoever signed in for the party in the last two years, by name" }),
})

const signedOutAnswer = z.object({
  issuerSignOutUrl: boundedUrl().optional().meta({
    title: "Issuer sign-out URL",
    description: "Where the person can sign out at the identity provider too. Absent if it offers that nowhere",
  }),
})

export const sessionApi = {
  current: declareRoute({
    method: "GET",
    path: "/v1/session",
    authentication: "required",
    summary: "Who is signed in to the console, and for which party",
    answers: answersWith("The session of the cookie", sessionAnswer),
  }),
  /** It asks for no valid session: who signs out twice, or too late, is signed out. Readers sign out too. */
  signOut: declareRoute({
    method: "DELETE",
    path: "/v1/session",
    authentication: "none",
    summary: "Sign out of the console. Safe to repeat",
    requestHeaders: z.object({ [consoleHeader]: z.literal("1").meta({ description: "Always `1`" }) }),
    answers: {
      200: {
        description: "The session has ended, if there was one",
        schema: signedOutAnswer,
        headers: { "set-cookie": "Removes the cookie of the session" },
      },
    },
    problems: { 403: { description: `The header \`${consoleHeader}\` is missing.` } },
  }),
  colleagues: declareRoute({
    method: "GET",
    path: "/v1/colleagues",
    authentication: "required",
    summary: "The people who signed in to the console for the caller's party",
    answers: answersWith("All of them, by name", colleaguesAnswer),
  }),
}

type SessionTools = Pick<SignInTools, "parties" | "provider" | "sessions" | "sealer" | "clock">

/** Who is signed in, who else signed in for the party, and the way out. */
export function sessionRoutes(tools: SessionTools): Route[] {
  return serve(sessionApi)({
    async current({ caller, cookies }) {
      const { userId: id, role: ownRole } = personOf(caller.officer)
      const { session, party } = await currentSession(tools, cookies[sessionCookieName] ?? "")
      const officer = await tools.sessions.officer(party.id, id)
      return {
        status: 200,
        body: {
          partyId: party.id,
          partyAlias: party.alias,
          partyKind: party.kind,
          userId: id,
          name: officer === undefined ? "" : await nameOf(tools, officer),
          role: ownRole,
          language: party.language,
          timeZone: party.jurisdiction.timeZone,
          expiresAt: new Date(endOf(session)).toISOString(),
        },
      }
    },
    async signOut({ cookies, headers }) {
      if (headers[consoleHeader] !== "1") throw refused("noConsoleHeader")
      const cookie = cookies[sessionCookieName]
      const issuerSignOutUrl = cookie === undefined ? undefined : await issuerSignOut(tools, cookie)
      if (cookie !== undefined) await tools.sessions.end(sessionKeyOf(cookie))
      const body = issuerSignOutUrl === undefined ? {} : { issuerSignOutUrl }
      return { status: 200, body, cookies: [forgottenSession] }
    },
    async colleagues({ caller }) {
      const officers = await tools.sessions.officersOf(caller.party.id)
      const colleagues = await Promise.all(
        officers.map(async (one) => ({ userId: one.userId, name: await nameOf(tools, one), role: one.role })),
      )
      colleagues.sort((one, other) => one.name.localeCompare(other.name) || one.userId.localeCompare(other.userId))
      return { status: 200, body: { colleagues } }
    },
  })
}

/** An issuer that does not answer keeps nobody from signing out here. */
async function issuerSignOut(tools: SessionTools, cookie: string): Promise<string | undefined> {
  const session = await tools.sessions.find(sessionKeyOf(cookie))
  const party = session === undefined ? undefined : await tools.parties.byId(session.partyId)
  return party?.signIn === undefined ? undefined : tools.provider.signOutUrl(party.signIn).catch(() => undefined)
}

function personOf(officer: Officer | undefined): Officer {
  if (officer === undefined) throw refused("noSession")
  return officer
}

async function nameOf({ sealer }: Pick<SessionTools, "sealer">, officer: KnownOfficer): Promise<string> {
  const { partyId: id, userId: person, sealedName } = officer
  return (await sealer.unseal(`party#${id}`, person, sealedNameField, sealedName)) ?? ""
}
