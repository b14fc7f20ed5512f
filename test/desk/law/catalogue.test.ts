import { describe, expect, it } from "@jest/globals"
import { findLaw, knownLawIds, lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import type { Bilingual } from "../../../shared/desk/law/content-item.ts"
import { bilingualSchema } from "../../../shared/desk/law/content-item.ts"
import type { Law, LawInput, Rule } from "../../../shared/desk/law/law.ts"
import { isPastReview, lawSchema, wordsOf } from "../../../shared/desk/law/law.ts"

const rules = lawCatalogue.flatMap((law) => law.rules.map((rule) => [`${law.id} ${rule.id}`, rule, law] as const))

/** Every text of the law that is written in both languages. */
const textsOf = (value: unknown): Bilingual[] => {
  const text = bilingualSchema.safeParse(value)
  if (text.success) return [text.data]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : []
}
const withoutQuotation = (text: string): string =>
  text.replace(/[«“][^»”]*[»”]/g, "").replace("Commission d’accès à l’information du Québec", "")

const clockOf = ({ clock }: Rule): string =>
  `${clock.kind === "within" ? `${clock.amount} ${clock.unit}` : clock.standard} from ${clock.from}`
const retentionOf = ({ kind, retention }: Rule): string => {
  if (retention === undefined) return kind === "keepRecord" ? "not read" : "–"
  return retention.kind === "unstated" ? "none stated" : `${retention.months} months from ${retention.from}`
}

describe("the law pack", () => {
  it("has every law that a party can be bound by, each once", () => {
    const ids = lawCatalogue.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)].sort())
    expect(knownLawIds).toEqual(ids)
  })

  it.each(lawCatalogue.map((law) => [law.id, law] as const))("%s passes its schema again", (_id, law) => {
    expect(lawSchema.parse(law)).toEqual(law)
  })

  it.each(lawCatalogue.map((law) => [law.id, law] as const))(
    "%s says whom to notify and what a notice must say",
    (_id, law) => {
      if (law.nobodyHasRead) return expect(law.rules).toEqual([])
      // British Columbia's private-sector Act asks for nothing after a breach.
      if (law.rules.length === 0) return expect(law.id).toBe("ca-bc-pipa")
      // Art. 23 of NIS2 asks for no notice to people whose data were seen.
      const kinds = ["tellRegulator", ...(law.id === "eu-nis2" ? [] : ["tellIndividuals"])]
      for (const kind of kinds) {
        const rule = law.rules.find((candidate) => candidate.kind === kind && candidate.stage === undefined)
        expect(rule?.content.length).toBeGreaterThan(3)
      }
    },
  )

  it.each(rules)("%s cites a section at an official or published address", (_name, rule) => {
    expect(rule.citation.section.en).toMatch(/\d|Appendix|\(/)
    expect(new URL(rule.citation.url).protocol).toBe("https:")
    expect(wordsOf(rule).length).toBeGreaterThan(20)
  })

  it.each(rules)("%s says how it was read, and is reviewed within a year of a reading word for word", (_name, rule) => {
    expect(rule.reading === "verbatim").toBe(rule.verifiedOn !== undefined)
    if (rule.verifiedOn === undefined) return
    const days = (Date.parse(rule.reviewBy) - Date.parse(rule.verifiedOn)) / 86_400_000
    expect(days).toBeGreaterThan(0)
    expect(days).toBeLessThanOrEqual(366)
  })

  it.each(rules.filter(([, rule]) => rule.confirmWithCounsel))(
    "%s says in both languages what counsel must confirm",
    (_name, rule) => {
      expect(rule.note?.en).toMatch(/To confirm: /)
      expect(rule.note?.fr).toMatch(/À confirmer : /)
    },
  )

  it.each(lawCatalogue.map((law) => [law.id, law] as const))(
    "%s is in English and in French throughout",
    (_id, law) => {
      for (const { en, fr } of textsOf(law)) {
        expect(en.trim()).toBe(en)
        expect(fr.trim()).toBe(fr)
        expect(withoutQuotation(fr)).not.toMatch(/\b(the|of|with|was|were|not|and|must|if)\b/)
        expect(withoutQuotation(en)).not.toMatch(/\b(le|les|des|du|une|avec|pour|est|sont)\b/)
        expect(fr).not.toMatch(/\bss?\. \d/)
      }
    },
  )

  it.each(rules.filter(([, rule]) => rule.kind === "tellIndividuals"))(
    "%s has fields of their own in each language of the notice",
    (_name, rule, law) => {
      for (const language of law.noticeLanguages) {
        const labels = rule.content.map(({ label }) => label[language])
        expect(new Set(labels).size).toBe(labels.length)
      }
      if (law.noticeLanguages.length > 1) for (const { label } of rule.content) expect(label.en).not.toBe(label.fr)
    },
  )

  it.each(rules)("%s cites a section for every field", (_name, rule) => {
    for (const { section } of rule.content) expect(section.en).toMatch(/\d|\([a-z]\)|form$|letter$|guidance$|Appendix/)
  })

  it.each(rules)("%s cites in French without an English word", (_name, { citation, content }) => {
    for (const { fr } of [citation.section, ...content.map(({ section }) => section)]) {
      expect(fr).not.toMatch(
        /\b(s|ss|on|of|and|form|letter|guidance|toolkit|sample|breach|Appendix|Policy|Privacy|SOR|PIN)\b/,
      )
    }
  })

  it("has the duties, clocks and retentions of the laws, and no other", () => {
    expect(
      rules.map(([name, rule]) => [name, rule.owedBy.join("+"), clockOf(rule), retentionOf(rule)].join(" | ")).sort(),
    ).toEqual(
      [
        "ca-pipeda report-to-commissioner | inControl | asSoonAsFeasible from determination | –",
        "ca-pipeda notify-individuals | inControl | asSoonAsFeasible from determination | –",
        "ca-pipeda notify-organizations | inControl | asSoonAsFeasible from determination | –",
        "ca-pipeda keep-record | inControl | asSoonAsFeasible from determination | 24 months from determination",
        "ca-privacy-act report-to-commissioner-and-secretariat | inControl | 7 calendarDays from determination | –",
        "ca-privacy-act notify-individuals | inControl | inReasonableTime from determination | –",
        "ca-privacy-act notify-parties-to-agreement | inControl | promptly from awareness | –",
        "ca-privacy-act tell-institution-in-control | holder | promptly from awareness | –",
        "ca-privacy-act keep-record | inControl+holder | inReasonableTime from awareness | 60 months from awareness",
        "ca-on-fippa report-to-commissioner | inControl+holder | asSoonAsFeasible from determination | –",
        "ca-on-fippa notify-individuals | inControl+holder | asSoonAsFeasible from determination | –",
        "ca-on-fippa keep-record | inControl+holder | asSoonAsFeasible from determination | not read",
        "ca-qc-access-act notify-commission | inControl+holder | promptly from awareness | –",
        "ca-qc-access-act supplement-notice | inControl+holder | promptly from growth | –",
        "ca-qc-access-act notify-persons | inControl+holder | promptly from awareness | –",
        "ca-qc-access-act keep-register | inControl+holder | promptly from awareness | 60 months from awareness",
        "ca-qc-access-act tell-public-body | holder | withoutUndueDelay from awareness | –",
        "ca-qc-private-sector-act notify-commission | inControl+holder | promptly from awareness | –",
        "ca-qc-private-sector-act supplement-notice | inControl+holder | promptly from growth | –",
        "ca-qc-private-sector-act notify-persons | inControl+holder | promptly from awareness | –",
        "ca-qc-private-sector-act keep-register | inControl+holder | promptly from awareness | 60 months from awareness",
        "ca-qc-private-sector-act tell-enterprise | holder | withoutUndueDelay from awareness | –",
        "ca-ab-pipa notify-commissioner | inControl | withoutUnreasonableDelay from awareness | –",
        "ca-ab-pipa notify-individuals | inControl | withoutUnreasonableDelay from awareness | –",
        "ca-bc-foippa notify-commissioner | inControl+holder | withoutUnreasonableDelay from awareness | –",
        "ca-bc-foippa notify-individuals | inControl+holder | withoutUnreasonableDelay from awareness | –",
        "eu-gdpr notify-authority | inControl | 72 hours from awareness | –",
        "eu-gdpr supplement-notification | inControl | withoutUndueDelay from growth | –",
        "eu-gdpr communicate-to-data-subjects | inControl | withoutUndueDelay from awareness | –",
        "eu-gdpr processor-tells-controller | holder | withoutUndueDelay from awareness | –",
        "eu-gdpr document-breach | inControl | withoutUndueDelay from awareness | none stated",
        "eu-nis2 early-warning | inControl+holder | 24 hours from awareness | –",
        "eu-nis2 incident-notification | inControl+holder | 72 hours from awareness | –",
        "eu-nis2 final-report | inControl+holder | 1 calendarMonths from report | –",
        "eu-nis2 notify-recipients | inControl+holder | withoutUndueDelay from awareness | –",
        "uk-gdpr notify-commissioner | inControl | 72 hours from awareness | –",
        "uk-gdpr supplement-notification | inControl | withoutUndueDelay from growth | –",
        "uk-gdpr communicate-to-data-subjects | inControl | withoutUndueDelay from awareness | –",
        "uk-gdpr processor-tells-controller | holder | withoutUndueDelay from awareness | –",
        "uk-gdpr document-breach | inControl | withoutUndueDelay from awareness | none stated",
        "ch-fadp report-to-commissioner | inControl | asQuicklyAsPossible from awareness | –",
        "ch-fadp supplement-report | inControl | asQuicklyAsPossible from growth | –",
        "ch-fadp inform-data-subjects | inControl | asQuicklyAsPossible from awareness | –",
        "ch-fadp processor-tells-controller | holder | asQuicklyAsPossible from awareness | –",
        "ch-fadp document-breach | inControl | asQuicklyAsPossible from awareness | 24 months from report",
        "au-privacy-act statement-to-commissioner | inControl+holder | asSoonAsPracticable from determination | –",
        "au-privacy-act notify-individuals | inControl+holder | asSoonAsPracticable from determination | –",
        "us-ca-civil-1798-82 disclose-to-residents | inControl | 30 calendarDays from discovery | –",
        "us-ca-civil-1798-82 sample-to-attorney-general | inControl | 15 calendarDays from individualsNotified | –",
        "us-ca-civil-1798-82 holder-tells-owner | holder | immediately from discovery | –",
        "us-tx-bcc-521-053 disclose-to-individuals | inControl | 60 calendarDays from determination | –",
        "us-tx-bcc-521-053 notify-attorney-general | inControl | 30 calendarDays from determination | –",
        "us-tx-bcc-521-053 notify-attorney-general-2020 | inControl | 60 calendarDays from determination | –",
        "us-tx-bcc-521-053 holder-tells-owner | holder | immediately from discovery | –",
        "us-ny-gbl-899-aa disclose-to-residents | inControl | 30 calendarDays from discovery | –",
        "us-ny-gbl-899-aa notify-state-agencies | inControl | 30 calendarDays from discovery | –",
        "us-ny-gbl-899-aa holder-tells-owner | holder | 30 calendarDays from discovery | –",
        "us-ny-gbl-899-aa disclose-to-residents-2024 | inControl | 30 calendarDays from discovery | –",
        "us-ny-gbl-899-aa notify-state-agencies-2024 | inControl | 30 calendarDays from discovery | –",
        "us-ny-gbl-899-aa holder-tells-owner-2024 | holder | 30 calendarDays from discovery | –",
      ].sort(),
    )
  })

  it("leaves to counsel the rules whose text was not read in full, and only those", () => {
    expect(
      rules
        .filter(([, rule]) => rule.confirmWithCounsel)
        .map(([name]) => name)
        .sort(),
    ).toEqual(
      [
        "ca-privacy-act report-to-commissioner-and-secretariat",
        "ca-privacy-act notify-individuals",
        "ca-on-fippa report-to-commissioner",
        "ca-on-fippa notify-individuals",
        "ca-on-fippa keep-record",
        "ca-qc-access-act notify-commission",
        "ca-qc-access-act supplement-notice",
        "ca-qc-access-act notify-persons",
        "ca-qc-access-act keep-register",
        "ca-qc-access-act tell-public-body",
        "ca-qc-private-sector-act notify-commission",
        "ca-qc-private-sector-act supplement-notice",
        "ca-qc-private-sector-act notify-persons",
        "ca-qc-private-sector-act keep-register",
        "ca-qc-private-sector-act tell-enterprise",
        "ca-ab-pipa notify-commissioner",
        "ca-ab-pipa notify-individuals",
        "ca-bc-foippa notify-commissioner",
        "ca-bc-foippa notify-individuals",
        "eu-nis2 early-warning",
        "eu-nis2 incident-notification",
        "eu-nis2 final-report",
        "eu-nis2 notify-recipients",
        "uk-gdpr notify-commissioner",
        "uk-gdpr supplement-notification",
        "uk-gdpr communicate-to-data-subjects",
        "uk-gdpr processor-tells-controller",
        "uk-gdpr document-breach",
        "ch-fadp document-breach",
        "au-privacy-act statement-to-commissioner",
        "au-privacy-act notify-individuals",
        "us-ca-civil-1798-82 disclose-to-residents",
        "us-ca-civil-1798-82 sample-to-attorney-general",
        "us-ca-civil-1798-82 holder-tells-owner",
        "us-tx-bcc-521-053 disclose-to-individuals",
        "us-tx-bcc-521-053 notify-attorney-general",
        "us-tx-bcc-521-053 notify-attorney-general-2020",
        "us-tx-bcc-521-053 holder-tells-owner",
        "us-ny-gbl-899-aa disclose-to-residents",
        "us-ny-gbl-899-aa notify-state-agencies",
        "us-ny-gbl-899-aa holder-tells-owner",
        "us-ny-gbl-899-aa disclose-to-residents-2024",
        "us-ny-gbl-899-aa notify-state-agencies-2024",
        "us-ny-gbl-899-aa holder-tells-owner-2024",
      ].sort(),
    )
  })
})

describe("the schema of a law", () => {
  const aLaw = (change: (rule: LawInput["rules"][number]) => LawInput["rules"][number]): LawInput => {
    const law = findLaw("ca-pipeda")
    if (law === undefined) throw new Error("no such law")
    return { ...law, rules: law.rules.map((rule, index) => (index === 0 ? change(rule) : rule)) }
  }
  const first = (law: Law): Rule | undefined => law.rules[0]

  it("accepts an unchanged law", () => {
    expect(first(lawSchema.parse(aLaw((rule) => rule)))?.id).toBe("report-to-commissioner")
  })

  it("refuses a misspelt key", () => {
    expect(() => lawSchema.parse(aLaw((rule) => ({ ...rule, verifedOn: "2026-01-01" })))).toThrow(/verifedOn/)
  })

  it("refuses a review before the verification", () => {
    expect(() => lawSchema.parse(aLaw((rule) => ({ ...rule, reviewBy: "2020-01-01" })))).toThrow(/reviewBy/)
  })

  it("refuses a date of verification of words that were not read, and words read in part that counsel need not confirm", () => {
    expect(() => lawSchema.parse(aLaw((rule) => ({ ...rule, reading: "secondary" })))).toThrow(/read word for word/)
    const unread = aLaw(({ verifiedOn: _verifiedOn, ...rule }) => ({ ...rule, reading: "unverified" }))
    expect(() => lawSchema.parse(unread)).toThrow(/counsel/)
  })

  it("refuses a doubt without its reason", () => {
    expect(() => lawSchema.parse(aLaw(({ note: _note, ...rule }) => ({ ...rule, confirmWithCounsel: true })))).toThrow(
      /note/,
    )
  })

  it("refuses an item under a heading that the rule does not have", () => {
    const misplaced = aLaw((rule) => ({
      ...rule,
      content: rule.content?.map((item, index) => (index === 0 ? { ...item, under: "nowhere" } : item)),
    }))
    expect(() => lawSchema.parse(misplaced)).toThrow(/heading of its own/)
  })

  it("refuses a law read before it was in force", () => {
    expect(() => lawSchema.parse(aLaw((rule) => ({ ...rule, inForceFrom: "2027-01-01" })))).toThrow(/inForceFrom/)
  })

  it("refuses a record without a retention", () => {
    const kept = aLaw(({ retention: _retention, ...rule }) => ({ ...rule, kind: "keepRecord" }))
    expect(() => lawSchema.parse({ ...kept, rules: kept.rules.slice(0, 1) })).toThrow(/retention/)
  })

  it("refuses two rules of one kind for one role, because their duties could not be distinguished", () => {
    const law = aLaw((rule) => rule)
    const [rule] = law.rules
    if (rule === undefined) throw new Error("no rule")
    expect(() => lawSchema.parse({ ...law, rules: [...law.rules, { ...rule, id: "again" }] })).toThrow(
      /at most one rule/,
    )
  })
})

describe("the review of a rule", () => {
  it("is overdue from the day after reviewBy", () => {
    const rule = { reviewBy: "2027-05-25" }
    expect(isPastReview(rule, "2027-05-25T23:00:00Z")).toBe(false)
    expect(isPastReview(rule, "2027-05-26T00:00:00Z")).toBe(true)
  })
})
