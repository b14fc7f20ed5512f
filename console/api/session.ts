import { useQuery } from "@tanstack/react-query"
import { createContext, useContext } from "react"
import * as z from "zod"
import { backgroundHeader } from "./activity.ts"
import { ApiProblem } from "./api-problem.ts"
import { consoleHeader } from "./console-api.ts"
import { noteServerTime } from "./server-time.ts"

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

/** Who is signed in, and for which party. */
export type Session = z.output<typeof sessionSchema>

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

/** The session of this browser, or null without one. */
export async function readSession(): Promise<Session | null> {
  const response = await fetch("/v1/session", { headers: { ...consoleHeader, ...backgroundHeader() } })
  noteServerTime(response.headers.get("date"))
  if (response.status === 401) return null
  if (!response.ok) throw new ApiProblem(response.status, await response.json().catch(() => undefined))
  return sessionSchema.parse(await response.json())
}

export const useSessionQuery = () => useQuery({ queryKey: sessionKey, queryFn: readSession, staleTime: 60_000 })

const signedOut = z.object({ issuerSignOutUrl: z.string().optional() })

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

/** Where a person of a party signs in, and comes back to `path` of the console. */
export const signInAddress = (partyId: string, path: string): string =>
  `/desk/sign-in?${new URLSearchParams({ party: partyId, return: path })}`
