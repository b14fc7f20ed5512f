import { describe, expect, it } from "@jest/globals"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

/**
 * Every term that a law gives in hours, days or months, counted by hand on a calendar: law, kind of duty and stage of a
 * report, time zone, event, deadline, what makes the case worth counting. Saturdays, Sundays and holidays count in all
 * of them.
 */
const deadlines = `
ca-privacy-act tellRegulator | America/Toronto | 2026-12-28T15:00:00Z | 2027-01-05T04:59:59Z | over the end of a year
ca-privacy-act tellRegulator | America/Toronto | 2028-02-25T12:00:00Z | 2028-03-04T04:59:59Z | 29 February is one of the days
ca-privacy-act tellRegulator | America/Toronto | 2027-02-25T12:00:00Z | 2027-03-05T04:59:59Z | no 29 February
ca-privacy-act tellRegulator | America/Toronto | 2026-03-05T12:00:00Z | 2026-03-13T03:59:59Z | clocks go forward on 8 March
ca-privacy-act tellRegulator | America/Toronto | 2026-10-28T12:00:00Z | 2026-11-05T04:59:59Z | clocks go back on 1 November
ca-privacy-act tellRegulator | America/Toronto | 2026-10-25T16:00:00Z | 2026-11-02T04:59:59Z | ends on the day on which clocks go back
ca-privacy-act tellRegulator | America/Toronto | 2026-03-01T16:00:00Z | 2026-03-09T03:59:59Z | ends on the day on which clocks go forward
ca-privacy-act tellRegulator | America/Toronto | 2026-11-04T04:30:00Z | 2026-11-11T04:59:59Z | half an hour before midnight
ca-privacy-act tellRegulator | America/Toronto | 2026-11-04T05:30:00Z | 2026-11-12T04:59:59Z | half an hour after midnight
ca-privacy-act tellRegulator | America/St_Johns | 2026-12-31T12:00:00Z | 2027-01-08T03:29:59Z | a zone of half hours
ca-privacy-act tellRegulator | America/Toronto | 2026-12-18T16:00:00Z | 2026-12-26T04:59:59Z | ends on Christmas Day, which counts
eu-gdpr tellRegulator | Europe/Paris | 2026-03-27T20:00:00Z | 2026-03-30T20:00:00Z | elapsed hours, clocks go forward
eu-gdpr tellRegulator | Europe/Paris | 2026-10-24T09:00:00Z | 2026-10-27T09:00:00Z | elapsed hours, clocks go back
eu-gdpr tellRegulator | Europe/Paris | 2026-12-30T22:30:00Z | 2027-01-02T22:30:00Z | over New Year
eu-gdpr tellRegulator | Europe/Paris | 2028-02-27T12:00:00Z | 2028-03-01T12:00:00Z | over 29 February
eu-gdpr tellRegulator | Europe/Paris | 2027-02-27T12:00:00Z | 2027-03-02T12:00:00Z | no 29 February
eu-gdpr tellRegulator | Europe/Paris | 2026-12-31T23:30:00-05:00 | 2027-01-04T04:30:00Z | stated with another offset
uk-gdpr tellRegulator | Europe/London | 2026-10-23T23:30:00Z | 2026-10-26T23:30:00Z | over a weekend, clocks go back
us-ca-civil-1798-82 tellRegulator | America/Los_Angeles | 2026-12-20T18:00:00Z | 2027-01-05T07:59:59Z | 15 days over the end of a year
us-ca-civil-1798-82 tellRegulator | America/Los_Angeles | 2028-02-20T18:00:00Z | 2028-03-07T07:59:59Z | 15 days over 29 February
us-ca-civil-1798-82 tellRegulator | America/Los_Angeles | 2026-02-25T18:00:00Z | 2026-03-13T06:59:59Z | 15 days, clocks go forward
us-ca-civil-1798-82 tellRegulator | America/Los_Angeles | 2026-10-20T18:00:00Z | 2026-11-05T07:59:59Z | 15 days, clocks go back
us-ca-civil-1798-82 tellIndividuals | America/Los_Angeles | 2026-12-15T20:00:00Z | 2027-01-15T07:59:59Z | 30 days over the end of a year
us-ca-civil-1798-82 tellIndividuals | America/Los_Angeles | 2028-01-31T20:00:00Z | 2028-03-02T07:59:59Z | 30 days over 29 February
us-ca-civil-1798-82 tellIndividuals | America/Los_Angeles | 2027-01-31T20:00:00Z | 2027-03-03T07:59:59Z | 30 days from the last of January
us-ny-gbl-899-aa tellIndividuals | America/New_York | 2026-10-05T16:00:00Z | 2026-11-05T04:59:59Z | 30 days, clocks go back
us-ny-gbl-899-aa tellIndividuals | Pacific/Honolulu | 2026-10-05T16:00:00Z | 2026-11-05T04:59:59Z | the day ends in New York before it does in Honolulu
us-ny-gbl-899-aa tellIndividuals | Europe/Paris | 2026-10-05T16:00:00Z | 2026-11-04T22:59:59Z | the day ends in Paris before it does in New York
us-ny-gbl-899-aa tellRegulator | America/New_York | 2026-02-20T16:00:00Z | 2026-03-23T03:59:59Z | 30 days, clocks go forward
us-tx-bcc-521-053 tellRegulator | America/Chicago | 2026-12-02T18:00:00Z | 2027-01-02T05:59:59Z | 30 days end on New Year’s Day, which counts
us-tx-bcc-521-053 tellRegulator | America/Chicago | 2023-08-31T18:00:00Z | 2023-10-31T04:59:59Z | 60 days by the text of 2020
us-tx-bcc-521-053 tellIndividuals | America/Chicago | 2026-11-15T18:00:00Z | 2027-01-15T05:59:59Z | 60 days over the end of a year
us-tx-bcc-521-053 tellIndividuals | America/Chicago | 2028-01-05T18:00:00Z | 2028-03-06T05:59:59Z | 60 days over 29 February
us-tx-bcc-521-053 tellIndividuals | America/Chicago | 2027-01-15T18:00:00Z | 2027-03-17T04:59:59Z | 60 days, clocks go forward
us-tx-bcc-521-053 tellIndividuals | America/Chicago | 2026-09-10T18:00:00Z | 2026-11-10T05:59:59Z | 60 days, clocks go back
us-ny-gbl-899-aa tellOtherOrganisation | America/New_York | 2026-12-03T16:00:00Z | 2027-01-03T04:59:59Z | 30 days of a holder
eu-nis2 tellRegulator early-warning | Europe/Paris | 2026-10-24T09:00:00Z | 2026-10-25T09:00:00Z | elapsed hours, clocks go back
eu-nis2 tellRegulator | Europe/Paris | 2026-10-24T09:00:00Z | 2026-10-27T09:00:00Z | elapsed hours, clocks go back
eu-nis2 tellRegulator final-report | Europe/Paris | 2026-10-31T09:00:00Z | 2026-11-30T22:59:59Z | a month that has no 31st
`
  .trim()
  .split("\n")
  .map((line) => line.split(" | "))

const termsOf = (law: string, kind: string) =>
  lawCatalogue.flatMap(({ id, rules }) =>
    rules.filter((rule) => id === law && rule.kind === kind && rule.clock.kind === "within"),
  )

describe("a legal deadline", () => {
  it("is counted below under every rule that names a term", () => {
    const terms = lawCatalogue.flatMap(({ id, rules }) =>
      rules
        .filter(({ clock }) => clock.kind === "within")
        .map(({ kind, stage }) => [id, kind, ...(stage === undefined ? [] : [stage])].join(" ")),
    )
    expect([...new Set(deadlines.map(([rule]) => rule))].sort()).toEqual([...new Set(terms)].sort())
  })

  it.each(deadlines)("of %s, in %s, from %s on, is %s: %s", (rule = "", timeZone = "", event = "", dueAt) => {
    const [law = "", kind = "", stage] = rule.split(" ")
    const role = termsOf(law, kind)[0]?.owedBy[0] ?? "inControl"
    const times = { awareAt: event, discoveredAt: event, determinedAt: event }
    const notice = { affected: 4500, notified: 1, firstNotifiedAt: event }
    const reported = { [law]: { at: event, shipments: 1, fields: [] } }
    const party = { ...retailerFacts, ...times, notice, reported, laws: [law], timeZone, roles: [{ role }] }
    const duties = deriveDuties(scenarioFacts({ parties: [party] }), lawCatalogue)
    const duty = duties.find((one) => one.kind === kind && one.stage === stage)
    expect(duty?.clock).toMatchObject({ dueAt, dueIs: "legalDeadline" })
  })
})
