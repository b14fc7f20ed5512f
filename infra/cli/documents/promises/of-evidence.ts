import { actSignatureSeconds } from "../../../../shared/base/contracts/act-signature.ts"
import { silenceMilliseconds } from "../../../../shared/proof/statements/contradictions/held.ts"
import { everywhere, type Promises } from "./promise.ts"

const watched = "a party that keeps what it received and runs the connector or `npx wayseal watch-statements`"

/** What proves what happened, and what the operator can do. */
export const ofEvidence = {
  "timeline-change-is-noticed": {
    part: "desk",
    says: "A party that holds a head notices with `npx wayseal verify` if an entry before it was changed, left out or moved.",
    holds: "entries up to the latest head that the party holds",
  },
  "head-cannot-be-denied": {
    part: "desk",
    says: "A head is signed with a key that the party pinned, so the hub cannot say that it was never its own.",
    holds: "events and documents with a signature",
  },
  "false-key-is-refused": {
    says: "No key counts but the pinned one and those that rotations lead to from it.",
    holds: "a party that pinned a key; without one, whoever verifies has to compare its id",
  },
  "rotated-key-counts": {
    says: "The pinned key endorses the one that it was rotated to, so what both signed counts.",
    holds: everywhere,
  },
  "package-verifies-offline": {
    part: "desk",
    says: "Dossiers and evidence packages verify offline, and say what is broken in an altered one.",
    holds: "with the public keys of the hub",
  },
  "lost-statement-is-asked-for": {
    part: "proof",
    says: "The party's program asks again for a statement that was lost, and alarms if the hub does not give it.",
    holds: watched,
  },
  "silent-hub-is-noticed": {
    part: "proof",
    says: `No statement for ${silenceMilliseconds / 3_600_000} hours is an alarm.`,
    holds: watched,
  },
  "clock-of-ten-minutes": {
    says: "Statements and events count although a clock is 10 minutes off.",
    holds: everywhere,
  },
  "signature-has-its-time": {
    part: "desk",
    says: `An act's signature that is more than ${actSignatureSeconds / 60} minutes off is refused, and the refusal says why.`,
    holds: "acts that a party signs",
  },
  "revoked-key-signs-nothing-new": {
    part: "desk",
    says: "An act under a revoked key is refused, and what the key signed before stays valid.",
    holds: "acts that a party signs",
  },
  "forks-are-proven": {
    part: "desk",
    says: "Two signed heads of one timeline with the same number prove a fork.",
    holds: "each party has a timeline of its own, so heads of two parties differ",
  },
  "told-less-is-found-by-comparing": {
    part: "proof",
    says: "A hub that tells a retailer less than its carrier is noticed by neither alone, and by both when they compare the shared part of a statement.",
    holds: everywhere,
  },
  "stated-lookup-cannot-vanish": {
    part: "proof",
    says: "A lookup that a party knows of and the ledger lacks is noticed: the statement of the day has the root over all lookups.",
    holds: "lookups that the carrier reported or that a statement had before",
  },
  "statement-in-known-names": {
    part: "proof",
    says: "A daily statement tells a party what the ledger has of its lookups, in names that it knows.",
    holds: everywhere,
  },
  "statements-are-own": {
    part: "proof",
    says: "Each party gets its own statements and leaves alone.",
    holds: everywhere,
  },
  "operator-page-shows-counts": {
    says: "The operator's page shows how many cases and duties are open and how old, as counts.",
    holds: "`/hub`, in a stage that has it",
  },
  "operator-page-names-settings": {
    says: "The operator's page names which settings a party changed, and none of their values.",
    holds: "`/hub`. The table of settings has the values",
  },
  "operator-has-no-session": {
    says: "An operator's sign-in opens no console and no API of a party.",
    holds: "Wayseal's own tools",
  },
} satisfies Promises
