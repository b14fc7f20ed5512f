import { isLeftOut } from "../../base/platform/deployed-resources.ts"
import type { Letter } from "../../parties/channels/letter.ts"
import type { Party } from "../../parties/party.ts"
import { deployedCaseLinks } from "./deployed-case-links.ts"

/** The letter that an event comes to for people, with links to this deployment. Without a desk it loads no laws. */
export async function deployedLetterOfEvent(
  event: { readonly detailType: string; readonly data: unknown },
  party: Party,
): Promise<Letter | undefined> {
  if (isLeftOut("desk")) {
    const { letterOfAnomalyEvent } = await import("../../watch/alerts/letter-of-anomaly-event.ts")
    return letterOfAnomalyEvent(event, party)
  }
  const { letterOfEvent } = await import("./letter-of-event.ts")
  return letterOfEvent(event, party, deployedCaseLinks())
}
