import { namedCounterparty } from "../../../shared/parties/counterparty-entry.ts"
import { counterpartiesOf, type NamedCarrier } from "../../../shared/parties/named-counterparty.ts"
import { enterStep, type StoryContext } from "./chronicle.ts"

/** The carrier that takes no part, as the retailer enters it. It is invented, and so are its laws. */
const entered = namedCounterparty.parse({
  key: "grandpost",
  name: "Grand Post",
  privacyEmail: "privacy@grandpost.example",
  laws: ["ca-privacy-act"],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
})

/** The carrier that takes no part, as the hub knows it. */
export function carrierThatNeverJoins(retailerId: string): NamedCarrier {
  const [carrier] = counterpartiesOf({ id: retailerId, counterparties: [entered] })
  if (carrier === undefined) throw new Error("No carrier is named")
  return carrier
}

/**
 * The retailer names its carrier in its own settings. It needs nobody for that. This comes first in an exchange that
 * was just deployed: a function that has run before learns of the carrier a minute later.
 *
 * @throws Error when the hub does not take the settings
 */
export async function nameCarrier(context: StoryContext): Promise<void> {
  const { exchange, sign, retailer } = context
  const url = `${exchange.apiUrl}/v1/settings`
  const authorization = async () => ({ authorization: `Bearer ${await sign(retailer.id)}` })
  const known = await fetch(url, { headers: await authorization() })
  const changed = await fetch(url, {
    method: "PATCH",
    headers: {
      ...(await authorization()),
      "content-type": "application/merge-patch+json",
      "if-match": known.headers.get("etag") ?? "",
    },
    body: JSON.stringify({ counterparties: [entered] }),
  })
  if (!changed.ok) throw new Error(`The settings were refused: ${changed.status} ${await changed.text()}`)
  enterStep(context, retailer, `names its carrier, ${entered.name}, which takes no part in the exchange`)
}
