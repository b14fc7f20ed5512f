import { useQuery, useQueryClient } from "@tanstack/react-query"
import { createContext, useContext } from "react"
import * as z from "zod/mini"
import { ApiProblem } from "./api-problem.ts"
import { askForSession, consoleHeader } from "./ask-session.ts"
import { sessionWatch } from "./session-watch.ts"

const sessionSchema = z.object({
  partyId: z.string(),
  partyAlias: z.string(),
  partyKind: z.enum(["retailer", "carrier"]),
  userId: z.string(),
  name: z.string(),
  role: z.enum(["officer", "reader"]),
  language: z.enum(["en", "fr"]),
  timeZone: z.string(),
  expiresAt: z.string(),
})

/** A session as the hub tells it, with the time at which it ends if nothing more is done. */
type ReadSession = z.output<typeof sessionSchema>

/** Who is signed in, and for which party. It stays the same object while its end moves, so no page is drawn again. */
export type Session = Omit<ReadSession, "expiresAt">

const SessionContext = createContext<Session | undefined>(undefined)

export const SessionProvider = SessionContext

/** Who is signed in. Only pages behind the sign-in ask. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error("Nobody is signed in")
  return session
}

/** Whether the person may act for the party. A reader only reads. */
export const useMayAct = (): boolean => useSession().role === "officer"

export const sessionKey = ["session"] as const

/**
 * The session in an answer of the hub, or null without one.
 * @throws ApiProblem when the hub refuses or fails
 */
export async function sessionIn(response: Response): Promise<ReadSession | null> {
  if (response.status === 401) return null
  if (!response.ok) throw new ApiProblem(response.status, await response.json().catch(() => undefined))
  return sessionSchema.parse(await response.json())
}

/** The session of this browser, or null without one. */
export const readSession = async (): Promise<ReadSession | null> => sessionIn(await askForSession())

const withoutEnd = (session: ReadSession | null): Session | null => {
  if (session === null) return null
  const { expiresAt: _, ...others } = session
  return others
}

const endOf = (session: ReadSession | null): string | undefined => session?.expiresAt

/** Reads the session, and keeps a page whose session has ended: it may hold what somebody typed. */
function useReading() {
  const queries = useQueryClient()
  const queryFn = async (): Promise<ReadSession | null> => {
    const before = queries.getQueryData<ReadSession | null>(sessionKey) ?? null
    const found = await readSession()
    if (before === null || (found !== null && isSamePerson(found, before))) return found
    sessionWatch.end()
    return before
  }
  return { queryKey: sessionKey, queryFn, staleTime: 60_000 }
}

/** Whether two sessions are of one person. */
export const isSamePerson = (one: Session, other: Session): boolean =>
  one.userId === other.userId && one.partyId === other.partyId

export const useSessionQuery = () => useQuery({ ...useReading(), select: withoutEnd })

/**
 * When the session ends if nothing more is done, as an instant of the hub's clock. It is asked for each minute, and
 * more often near the end: work in another tab moves it. So does typing here, where the page asks nothing else.
 *
 * @param isNear whether this end is near
 */
export const useSessionEnd = (isNear: (end: string) => boolean) =>
  useQuery({
    ...useReading(),
    select: endOf,
    refetchInterval: ({ state }) => {
      if (sessionWatch.hasEnded() || !state.data) return false
      return isNear(state.data.expiresAt) ? 10_000 : 60_000
    },
    refetchIntervalInBackground: true,
  })

const signedOut = z.object({ issuerSignOutUrl: z.optional(z.string()) })

/**
 * Ends the session on the hub.
 * @returns where the person signs out at the party's own provider, if it has such a page
 */
export async function signOut(): Promise<string | undefined> {
  const response = await fetch("/v1/session", { method: "DELETE", headers: consoleHeader })
  if (response.status === 401) return undefined
  if (!response.ok) throw new ApiProblem(response.status, undefined)
  return signedOut.parse(await response.json()).issuerSignOutUrl
}
