import { everywhere, type Promises } from "./promise.ts"

const takesNoPart = "carriers that take no part in the exchange"

/** Alerts, cases, and who sees what of them. */
export const ofCases = {
  "both-are-alerted": {
    says: "Both parties are alerted within seconds once the hub knows that something was shown: in a carrier's tool, once that reports it.",
    holds:
      "parties of the exchange, not of shadow mode; without `parts.desk` findings alone. Seconds were measured on the local AWS; the alarm `alert-delay` watches them",
  },
  "shadow-finding-alerts-nobody": {
    says: "What the hub finds at a retailer in shadow mode opens no case and alerts nobody, the carrier neither.",
    holds: "a finding in the numbers of this retailer. It says nothing of other cases with its shipments",
  },
  "shadow-joins-other-cases": {
    part: "desk",
    says: "A report, or a finding at another retailer, opens a case that counts and alerts a retailer in shadow mode as any other.",
    holds: everywhere,
  },
  "shadow-is-no-setting": {
    says: "The operator switches shadow mode by `detection.mode` in the parties file, and no setting of a party does.",
    holds: everywhere,
  },
  "alerts-wait-for-nobody": {
    says: "Between finding and alert, nothing waits for the operator or for another party.",
    holds: "everything outside of shadow mode. A finding waits for the carrier's report of what its own tool showed",
    known: "by design: functions pass a finding on by queues and streams, and no route or command stops one",
  },
  "case-closes-after-notice": {
    part: "desk",
    says: "A case cannot close while an affected person has not been notified, unless a recorded assessment says why that need not be.",
    holds: "as resolved and as a false alarm. A public notice counts if the party says why it stands for direct ones",
  },
  "discreet-name-is-hidden": {
    says: "No other party of a case gets the name of a discreet retailer.",
    holds: "the hub's events, mails, pages and answers. Its carrier knows it from the parcels",
  },
  "table-decides-who-sees": {
    part: "desk",
    says: "A party sees of a case its own side, and of others what a table allows for each field.",
    holds: everywhere,
  },
  "outsiders-see-nothing": {
    part: "desk",
    says: "A party outside of a case finds no case, no restriction and no lookup of it.",
    holds: everywhere,
  },
  "events-for-their-party": {
    says: "Each party receives only events that are addressed to it.",
    holds: everywhere,
  },
  "notes-and-people-are-private": {
    part: "desk",
    says: "Private notes, and which person works on a case, are for the party's own people alone.",
    holds: "the operator sees an opaque id in the party's timeline, and notes sealed",
  },
  "mails-name-no-purchase": {
    says: "Mails about a case name no reference, no tracking number and no goods, and to a carrier no retailer.",
    holds: "what the hub writes. A carrier's mail may name a retailer that is not discreet",
  },
  "recipients-learn-after-notice": {
    part: "desk",
    says: "The recipient's page does not say that a parcel is affected before a party has recorded that it notified people.",
    holds: everywhere,
  },
  "uninvolved-carrier-gets-no-event": {
    says: "A carrier that takes no part gets no event, and so no statement.",
    holds: takesNoPart,
  },
  "letter-mail-names-nothing": {
    part: "desk",
    says: "The mail of a letter names no party, no goods, no number and no case.",
    holds: takesNoPart,
  },
  "letter-shows-its-side": {
    part: "desk",
    says: "Whoever has a letter's link sees what is asked, by when and of whom, no person, no party but its retailer if that is not discreet, and of shipments only how many and a range of order numbers that the retailer reported.",
    holds: "until the letter is answered, revoked or ends",
  },
  "letter-says-possible": {
    part: "desk",
    says: "A letter says how many shipments, when and which fields, and calls possible what is possible.",
    holds: takesNoPart,
  },
  "letter-is-revoked": {
    part: "desk",
    says: "The retailer sees when the link was opened, and only the retailer can revoke it.",
    holds: "openings of one hour are one entry",
  },
  "letter-is-answered-once": {
    part: "desk",
    says: "One answer counts, and the second is told that it came second.",
    holds: "to acknowledge is no answer",
  },
  "letter-answered-late": {
    part: "desk",
    says: "An answer after the duty was taken over is recorded as late, and undoes nothing.",
    holds: takesNoPart,
  },
  "letter-unanswered": {
    part: "desk",
    says: "Silence is recorded after the term, and the retailer may take the duty over.",
    holds: takesNoPart,
  },
  "view-ends": {
    part: "desk",
    says: "A regulator's view opens until it ends or is revoked, and after that nothing of the case.",
    holds: everywhere,
  },
  "view-shows-no-shipment": {
    part: "desk",
    says: "A regulator's view shows the party's own side with its timeline, and no shipment, reference or address.",
    holds: "what the hub writes. A party's own texts are shown as written",
  },
  "duties-follow-from-law": {
    part: "desk",
    says: "Duties follow from the law pack, the laws that the parties file names for the party, and what the party states.",
    holds: "the operator edits the parties file",
  },
} satisfies Promises
