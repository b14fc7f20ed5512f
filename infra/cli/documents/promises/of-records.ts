import { messageDays } from "../../../../shared/base/contracts/retention.ts"
import { monthsWithoutTerm } from "../../../../shared/desk/erasing/held-evidence.ts"
import { everywhere, type Promises } from "./promise.ts"

/** What is kept of shipments and people, where, and for how long. */
export const ofRecords = {
  "nothing-raw-is-kept": {
    says: "Names, streets, postal codes, signatures and order references of recipients are in no table, log, metric, error or event of the hub in clear, unless somebody writes them into a free text.",
    holds: "what is behind the ingress queues. Files of evidence hold what a party put there",
  },
  "redaction-on-arrival": {
    says: "Addresses, postal codes, house numbers, links and IP addresses are hashed under a key on arrival, and names and signatures are dropped.",
    holds: everywhere,
  },
  "sealed-for-its-issuer": {
    says: "Of a shipment, order references and tracking numbers alone are also sealed: with the sealing key the hub opens them again, for the parties that issued them.",
    holds: everywhere,
  },
  "few-functions-unseal": {
    says: "Only functions that declare it can open what is sealed, and [what rests where](../made-from-code.md#what-rests-where) lists them.",
    holds: "Wayseal's functions. An administrator of the AWS account can give more rights",
  },
  "free-texts-stay-as-written": {
    part: "desk",
    says: "The hub stores free texts as they were written, leaves out of reports those in which it recognises personal data, and cannot recognise all.",
    holds: "reports to regulators; other documents show a party its own texts",
  },
  "raw-events-end": {
    says: `Raw events wait encrypted under a key of their own, for ${messageDays} days at most, in no archive and no log.`,
    holds: everywhere,
  },
  "data-stays-in-region": {
    says: "What rests, rests in the stage's region, except with `browserEdge` its pages, its firewall and a replica of the secret between edge and API, which are in us-east-1.",
    holds: "what the stage holds, not what parties receive",
  },
  "rows-end-or-are-named": {
    says: "Rows have an end of their own, or [what stays](../made-from-code.md#what-rests-where) names them.",
    holds: everywhere,
  },
  "erasure-removes-shipment": {
    says: "Erasing a shipment removes it from all tables, with its parcel and its lookups, but for what a case holds.",
    holds:
      "tables of the stage. Copies of the register and earlier states of tables end by themselves. A part that was taken out of the stage may have left a table: then the receipt says what was not looked for",
  },
  "evidence-held-by-law": {
    part: "desk",
    says: `An erasure leaves evidence of a breach while its case is open, and then for the longest time that a law of its parties states, or ${monthsWithoutTerm} months if none states one.`,
    holds: "a case that was closed as a false alarm holds nothing",
  },
  "documents-are-forgotten": {
    part: "desk",
    says: "Documents that a party asked for are deleted after a day, and files of evidence after `backupYears`, by default 6 years.",
    holds: "S3 may take another day to delete",
  },
  "sealed-ends-with-key": {
    says: "Without the sealing key no sealed reference and no token can be read again, in copies neither.",
    holds: "30 days after its deletion was scheduled. With `keys.sealing`, the owner of that key decides",
    known: "by AWS: a data key is encrypted under the KMS key, and KMS deletes no key before its waiting period ends",
  },
  "used-for-nothing-else": {
    says: "There is no advertising, no profile of what a person buys, and no export beside those of the parties.",
    holds: everywhere,
    known: "by reading: the list of contracts and routes has none",
  },
} satisfies Promises
