import * as z from "zod"
import { boundedUrl } from "../../shared/base/contracts/bounded-string.ts"
import { type Chart, chart } from "../../shared/base/contracts/words.ts"
import { wordsOfNotice } from "../../shared/base/contracts/words-of-notice.ts"
import type { Authority, HeavyReader, Settings, SettingsPatch } from "./settings.ts"

/** The lines of a text, each once, without spaces around them. Empty ones are left out. */
export const linesIn = (text: string): string[] =>
  [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "")

/** The hub takes this many contacts in one list, at most. */
export const mostContacts = 20

/** Places, from 1, of what is no e-mail address. */
export const noAddresses = (contacts: readonly string[]): readonly number[] =>
  contacts.flatMap((one, place) => (z.email().max(254).safeParse(one).success ? [] : place + 1))

/** Whether events can be sent to an address: of a host with a public name, and encrypted. */
export function isWebhookAddress(text: string): boolean {
  const { protocol, hostname = "" } = URL.parse(text) ?? {}
  return protocol === "https:" && /\.[a-z][a-z0-9-]+$/i.test(hostname)
}

/**
 * Where people track their parcels, as it is typed: the site, and the words of the entry there in each language. The
 * hub merges it into what was there, so words that are not typed are taken out.
 *
 * @returns undefined if the hub would not take it
 */
export function trackingSiteOf(typed: {
  readonly site: string
  readonly en: string
  readonly fr: string
}): NonNullable<SettingsPatch["trackingSite"]> | undefined {
  const [site, entry] = [typed.site.trim(), wayToCheckOf(typed)]
  if (entry === undefined || !wordsOfNotice.safeParse(site).success) return undefined
  return { site, entry: entry.en === null && entry.fr === null ? null : entry }
}

/**
 * Words of notices in each language, as they are typed. Those that are not typed are taken out.
 *
 * @returns undefined if the hub would not take them
 */
export function wayToCheckOf(typed: { readonly en: string; readonly fr: string }) {
  const [en, fr] = [typed.en.trim() || null, typed.fr.trim() || null]
  return [en, fr].every((text) => text === null || wordsOfNotice.safeParse(text).success) ? { en, fr } : undefined
}

const reportAddress = boundedUrl({ protocol: /^https$/ })

/**
 * An authority as it is typed. It can do without an address and without languages.
 *
 * @returns undefined if the hub would not take it
 */
export function authorityOf(typed: Required<Authority>): Authority | undefined {
  const [name, reportAt] = [typed.name.trim(), typed.reportAt.trim()]
  const isTaken = name.length >= 2 && (reportAt === "" || reportAddress.safeParse(reportAt).success)
  if (!isTaken) return undefined
  const languages = typed.languages.length === 0 ? {} : { languages: typed.languages }
  return { law: typed.law, name, ...(reportAt === "" ? {} : { reportAt }), ...languages }
}

/** The authorities but for one: a party names each once for a law. */
export const withoutAuthority = (authorities: readonly Authority[] = [], { law, name }: Authority): Authority[] =>
  authorities.filter((one) => one.law !== law || one.name !== name)

/** What is typed of the levels of one chart. */
export type TypedLevels = { readonly notice: string; readonly alert: string }

/** Charts that have thresholds, and whether they alert. */
export const charts: readonly { readonly name: Chart; readonly hasAlert: boolean }[] = chart.options.map((name) => ({
  name,
  hasAlert: name !== "volume",
}))

export const typedThresholdsSchema = z.record(chart, z.object({ notice: z.string(), alert: z.string() }))
export type TypedThresholds = Readonly<Record<Chart, TypedLevels>>

const typedLevel = (level: number | undefined) => (level === undefined ? "" : String(level))

/** The thresholds as fields begin with them. An empty field is the detector's own threshold. */
export function typedThresholds(thresholds: Settings["thresholds"]): TypedThresholds {
  const levelsOf = (name: Chart): TypedLevels => {
    const levels: { notice?: number | undefined; alert?: number | undefined } = thresholds?.[name] ?? {}
    return { notice: typedLevel(levels.notice), alert: typedLevel(levels.alert) }
  }
  const levels = chart.options.map((name) => [name, levelsOf(name)] as const)
  return typedThresholdsSchema.parse(Object.fromEntries(levels))
}

/**
 * The change that leads from the thresholds that apply to those that are typed.
 * @returns the charts whose levels are no numbers above zero, or stand the wrong way round
 */
export function thresholdsPatch(
  before: TypedThresholds,
  typed: TypedThresholds,
): { readonly patch: NonNullable<SettingsPatch["thresholds"]> } | { readonly wrong: readonly Chart[] } {
  const changed = charts.filter(({ name }) => JSON.stringify(before[name]) !== JSON.stringify(typed[name]))
  const wrong = changed.filter(({ name }) => !isRight(typed[name], name !== "volume")).map(({ name }) => name)
  if (wrong.length > 0) return { wrong }
  return { patch: Object.fromEntries(changed.map(({ name }) => [name, levelsPatch(typed[name])])) }
}

const numberIn = (text: string): number | null => (text.trim() === "" ? null : Number(text.replace(",", ".")))

function levelsPatch(typed: TypedLevels) {
  const [notice, alert] = [numberIn(typed.notice), numberIn(typed.alert)]
  return notice === null && alert === null ? null : { notice, alert }
}

function isRight(typed: TypedLevels, hasAlert: boolean): boolean {
  const [notice, alert] = [numberIn(typed.notice), numberIn(typed.alert)]
  const given = [notice, alert].filter((level) => level !== null)
  if (!given.every((level) => Number.isFinite(level) && level > 0)) return false
  // A chart that alerts has no threshold of its own for a notice alone.
  if (hasAlert && notice !== null && alert === null) return false
  return notice === null || alert === null || notice <= alert
}

/**
 * The readers after one of them was changed. The list may have changed since that one was seen, so it is found by what
 * it was; if it is gone, the new one is added.
 *
 * @param before absent: one is added
 * @param after absent: one is removed
 */
export function withReader(
  readers: readonly HeavyReader[],
  { before, after }: { readonly before?: HeavyReader | undefined; readonly after?: HeavyReader | undefined },
): HeavyReader[] {
  const place = readers.findIndex((one) => before !== undefined && JSON.stringify(one) === JSON.stringify(before))
  if (place < 0) return [...readers, ...(after === undefined ? [] : [after])]
  return readers.toSpliced(place, 1, ...(after === undefined ? [] : [after]))
}
