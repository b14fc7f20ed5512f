import * as z from "zod"
import { approvalKind, chart, type DocumentLanguage, documentLanguages } from "../../shared/base/contracts/words.ts"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { chartInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { knownLaws } from "../case/known-laws.ts"
import type { MessageKey } from "../language/messages.ts"
import type { SettingName } from "./settings.ts"

/** How settings are put into words. */
export type Words = {
  readonly say: (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string
  readonly language: DocumentLanguage
}

/** Classes of heavy readers. */
export const readerClasses = ["aggregator", "verifiedBot", "mailScanner", "partnerPoller"] as const

const texts = z.array(z.string())
const reader = z.object({
  name: z.string(),
  class: z.string(),
  networks: texts.default([]),
  credentials: texts.default([]),
  lookupsPerHour: z.number().optional(),
})
const levels = z.object({ notice: z.number().optional(), alert: z.number().optional() })
const connection = z.object({ carriers: z.union([texts, z.record(z.string(), z.string())]).optional() })
const byLanguage = z.object({ en: z.string().optional(), fr: z.string().optional() })
const trackingSite = z.object({ site: z.string(), entry: byLanguage.optional() })
const counterparty = z.object({ name: z.string(), key: z.string(), privacyEmail: z.string() })
const contract = z.object({ with: z.string(), clause: z.string(), tellWithinHours: z.number() })
const authority = z.object({
  law: z.string(),
  name: z.string(),
  reportAt: z.string().optional(),
  languages: z.array(z.enum(documentLanguages)).optional().catch(undefined),
})
const keys = z.array(z.object({ kid: z.string() }))
const shop = z.object({ shop: z.string(), notifiesCustomers: z.boolean().optional() })

/**
 * The value of a setting in words, a line for each part of it. Of a value that a newer release of the hub has, as much
 * as is understood.
 */
export function settingInWords(name: SettingName, value: unknown, words: Words): readonly string[] {
  const lines = value === undefined || value === null ? [] : linesOf[name](value, words)
  return lines.length === 0 ? [words.say(`settings.none.${name}`)] : lines
}

const linesOf: Readonly<Record<SettingName, (value: unknown, words: Words) => readonly string[]>> = {
  emails: (value) => texts.catch([]).parse(value),
  escalationEmails: (value) => texts.catch([]).parse(value),
  webhookUrl: (value) => [String(value)],
  heavyReaders: (value, words) => entriesIn(value).map((one) => readerInWords(reader.safeParse(one).data, words)),
  thresholds: (value, words) => thresholdsInWords(value, words),
  approvals: (value, { say }) =>
    entriesIn(value).flatMap((one) => {
      const kind = approvalKind.safeParse(one)
      return kind.success ? say(`settings.approval.${kind.data}`) : []
    }),
  vendors: (value, words) => vendorsInWords(value, words),
  trackingSite: (value, words) => trackingSiteInWords(value, words),
  wayToCheck: (value, words) => wordsByLanguage(byLanguage.safeParse(value).data, words),
  counterparties: (value, { say }) =>
    entriesIn(value).map((one) => {
      const { name, key, privacyEmail: email } = counterparty.safeParse(one).data ?? {}
      if (name === undefined || key === undefined || email === undefined) return say("settings.notUnderstood")
      return say("settings.counterparty", { name, key, email })
    }),
  contracts: (value, { say }) =>
    entriesIn(value).map((one) => {
      const { with: party, clause, tellWithinHours: hours } = contract.safeParse(one).data ?? {}
      if (party === undefined || clause === undefined || hours === undefined) return say("settings.notUnderstood")
      return say("settings.contract", { party, clause, hours })
    }),
  authorities: (value, words) => entriesIn(value).map((one) => authorityInWords(authority.safeParse(one).data, words)),
  officerKeys: (value) =>
    keys
      .catch([])
      .parse(value)
      .map(({ kid }) => kid),
}

const entriesIn = (value: unknown): readonly unknown[] => z.array(z.unknown()).catch([]).parse(value)
const namesIn = (value: unknown) => z.record(z.string(), z.unknown()).catch({}).parse(value)

function trackingSiteInWords(value: unknown, words: Words): readonly string[] {
  const { site, entry } = trackingSite.safeParse(value).data ?? {}
  return site === undefined ? [] : [[site, ...wordsByLanguage(entry, words)].join(" – ")]
}

const wordsByLanguage = ({ en, fr }: z.output<typeof byLanguage> = {}, { say }: Words): readonly string[] => [
  ...(en === undefined ? [] : [say("settings.site.inEnglish", { words: en })]),
  ...(fr === undefined ? [] : [say("settings.site.inFrench", { words: fr })]),
]

function readerInWords(given: z.output<typeof reader> | undefined, { say }: Words): string {
  if (given === undefined) return say("settings.notUnderstood")
  const { name, class: kind, networks, credentials, lookupsPerHour } = given
  const known = readerClasses.find((one) => one === kind)
  const parts = [
    known === undefined ? kind : say(`settings.readerClass.${known}`),
    ...(networks.length === 0 ? [] : [say("settings.reader.networks", { networks: networks.join(", ") })]),
    ...(credentials.length === 0 ? [] : [say("settings.reader.credentials", { credentials: credentials.join(", ") })]),
    ...(lookupsPerHour === undefined ? [] : [say("settings.reader.perHour", { count: lookupsPerHour })]),
  ]
  return `${name} – ${parts.join("; ")}`
}

function authorityInWords(given: z.output<typeof authority> | undefined, { say, language }: Words): string {
  if (given === undefined) return say("settings.notUnderstood")
  const { law, name, reportAt, languages = [] } = given
  const named = knownLaws.find(({ id }) => id === law)?.shortName[language] ?? law
  const taken = languages.map((one) => say(`settings.carrier.language.${one}`)).join(", ")
  return [named, name, reportAt, taken].filter((part) => part !== undefined && part !== "").join(" – ")
}

function thresholdsInWords(value: unknown, { say, language }: Words): string[] {
  return Object.entries(namesIn(value)).flatMap(([name, given]) => {
    const [known, { notice, alert } = {}] = [chart.safeParse(name).data, levels.safeParse(given).data]
    if (known === undefined) return []
    const parts = [
      ...(notice === undefined ? [] : [say("settings.level.notice", { level: notice })]),
      ...(alert === undefined ? [] : [say("settings.level.alert", { level: alert })]),
    ]
    return parts.length === 0 ? [] : `${capital(chartInWords(known, language))} – ${parts.join(", ")}`
  })
}

/** Vendors that can send events in the name of a party. */
export const vendors = ["aftership", "easypost", "shopify"] as const

export type Vendor = (typeof vendors)[number]

function vendorsInWords(value: unknown, { say }: Words): string[] {
  const connected = namesIn(value)
  return vendors.flatMap((name) => {
    if (connected[name] === undefined) return []
    const [{ carriers } = {}, ofShop] = [
      connection.safeParse(connected[name]).data,
      shop.safeParse(connected[name]).data,
    ]
    const listed = Array.isArray(carriers) ? carriers : Object.keys(carriers ?? {})
    const parts = [
      ...(ofShop === undefined ? [] : [ofShop.shop]),
      ...(listed.length === 0 ? [] : [say("settings.vendor.carriers", { carriers: listed.join(", ") })]),
      ...(ofShop?.notifiesCustomers === true ? [say("settings.vendor.notifies")] : []),
    ]
    return [say(`settings.vendor.${name}`), ...parts].join(" – ")
  })
}
