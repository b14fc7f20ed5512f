import { useQueryClient } from "@tanstack/react-query"
import * as z from "zod"
import type { Answered } from "../api/answered.ts"
import { api } from "../api/console-api.ts"
import { useSession } from "../api/session.ts"
import type { Counterparty } from "../settings/settings.ts"
import { settingsKey, useSettings } from "../settings/settings-query.ts"

const named = z.object({ key: z.string(), name: z.string(), privacyEmail: z.string() })

/** A carrier that takes no part, and the tool of it. */
type NamedCarrier = z.output<typeof named> & { readonly tool: string }

/** The tool of a carrier that the party named. */
export const toolOfNamed = (partyId: string, key: string): string => `observed:${partyId}--${key}`

/** The carriers that the party named in its settings. None of a carrier, or while they are read. */
export function useNamedCarriers(): readonly NamedCarrier[] {
  const { partyId } = useSession()
  const { counterparties = [] } = useSettings().shown?.settings ?? {}
  return counterparties.flatMap((one) => {
    const carrier = named.safeParse(one).data
    return carrier === undefined ? [] : [{ ...carrier, tool: toolOfNamed(partyId, carrier.key) }]
  })
}

/** Names a carrier in the settings that the person saw. The function answers with what the hub refused, if it did. */
export function useNameCarrier(): (carrier: Counterparty, key: string) => Promise<Answered<never> | undefined> {
  const { shown } = useSettings()
  const queries = useQueryClient()
  return async (carrier, key) => {
    // The form refuses a key in use: only another try of the same press finds the carrier here.
    const others = (shown?.settings.counterparties ?? []).filter((one) => one.key !== carrier.key)
    const header = { "if-match": shown?.etag ?? "", "idempotency-key": `${key}-carrier` }
    const body = { counterparties: [...others, carrier] }
    const { data, error, response } = await api.PATCH("/v1/settings", { params: { header }, body })
    await queries.invalidateQueries({ queryKey: settingsKey })
    return data === undefined ? { error, response } : undefined
  }
}
