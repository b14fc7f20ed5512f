import { deployedCaseLinks } from "./deployed-case-links.ts"
import { letterOfEvent } from "./letter-of-event.ts"

/** The letter that an event comes to for people, with links to this deployment. */
export const deployedLetterOfEvent = (
  event: Parameters<typeof letterOfEvent>[0],
  party: Parameters<typeof letterOfEvent>[1],
) => letterOfEvent(event, party, deployedCaseLinks())
