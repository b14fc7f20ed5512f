import * as z from "zod"
import { useSession } from "../api/session.ts"
import { useSettings } from "../settings/settings-query.ts"

const named = z.object({ key: z.string(), name: z.string(), privacyEmail: z.string() })

/** A carrier that takes no part, and the tool of it. */
export type NamedCarrier = z.output<typeof named> & { readonly tool: string }

/** The carriers that the party named in its settings. None of a carrier, or while they are read. */
export function useNamedCarriers(): readonly NamedCarrier[] {
  const { partyId } = useSession()
  const { counterparties = [] } = useSettings().shown?.settings ?? {}
  return counterparties.flatMap((one) => {
    const carrier = named.safeParse(one).data
    return carrier === undefined ? [] : [{ ...carrier, tool: `observed:${partyId}--${carrier.key}` }]
  })
}
