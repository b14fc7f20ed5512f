/** Reads the time of a line, in every form that logs usually have. */
import { IANAZone } from "luxon"

/** Which of two numbers comes first in a date such as 03/04/2026. */
export type DateOrder = "dmy" | "mdy"

/** Why a time cannot be used: no zone, no known order of day and month, or no form that is known. */
export type UnclearTime = "noZone" | "noDateOrder" | "unknown"

export type TimeReader = {
  /** Epoch seconds, or why there are none. */
  read(at: string | number, isUtc: boolean): number | UnclearTime
  /** What the dates read so far say about their order: `undefined` while every date may be either. */
  seenOrder(): DateOrder | "contradictory" | undefined
}

const months = "janfebmaraprmayjunjulaugsepoctnovdec"
const monthOf = (name: string | undefined): number => {
  const place = months.indexOf((name ?? "?").slice(0, 3).toLowerCase())
  return place >= 0 && place % 3 === 0 ? place / 3 + 1 : 0
}

const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?`
const zone = String.raw`(?: ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}))?`
const isoForm = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ,]+${clock}${zone}$`, "i")
const webForm = new RegExp(String.raw`^(\d{1,2})\/([A-Z]{3})\/(\d{4}):${clock}${zone}$`, "i")
const mailForm = new RegExp(String.raw`^(?:[A-Z]{3}, )?(\d{1,2})[ -]([A-Z]{3,9})[ -](\d{4}),? ${clock}${zone}$`, "i")
const slashForm = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})[T ,]+${clock}(?: ?([AP]M))?${zone}$`, "i")

type Parts = readonly [year: number, month: number, day: number, hour: number, minute: number, second: number]

/**
 * @param zoneName IANA name of the zone of times that do not name one
 * @param dateOrder of dates such as 03/04/2026
 */
export const makeTimeReader = (zoneName: string | undefined, dateOrder: DateOrder | undefined): TimeReader => {
  const toEpoch = epochReader(zoneName)
  const seen = { dmy: false, mdy: false }
  const slashed = (found: RegExpExecArray, isUtc: boolean): number | UnclearTime => {
    const [first, second] = [Number(found[1]), Number(found[3])]
    if (first > 12) seen.dmy = true
    if (second > 12) seen.mdy = true
    const order = found[2] === "." ? "dmy" : (dateOrder ?? orderOf(first, second))
    if (order === undefined) return "noDateOrder"
    const [day, month] = order === "dmy" ? [first, second] : [second, first]
    const hour = hourOf(Number(found[5]), found[8]?.toUpperCase())
    return toEpoch([Number(found[4]), month, day, hour, Number(found[6]), Number(found[7] ?? 0)], found[9], isUtc)
  }
  const named = (found: RegExpExecArray, isUtc: boolean) => {
    const [hour, minute, second] = [Number(found[4]), Number(found[5]), Number(found[6] ?? 0)]
    return toEpoch([Number(found[3]), monthOf(found[2]), Number(found[1]), hour, minute, second], found[7], isUtc)
  }
  const readText = (text: string, isUtc: boolean): number | UnclearTime => {
    const iso = isoForm.exec(text)
    if (iso !== null) {
      const [year, month, day, hour, minute, second] = iso.slice(1, 7).map((part) => Number(part ?? 0))
      return toEpoch([year ?? 0, month ?? 0, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0], iso[7], isUtc)
    }
    const withName = webForm.exec(text) ?? mailForm.exec(text)
    if (withName !== null) return named(withName, isUtc)
    const withSlashes = slashForm.exec(text)
    if (withSlashes !== null) return slashed(withSlashes, isUtc)
    return /^\d{9,20}(?:\.\d+)?$/.test(text) ? epochOfNumber(Number(text)) : "unknown"
  }
  return {
    read: (at, isUtc) => (typeof at === "number" ? epochOfNumber(at) : readText(at.trim(), isUtc)),
    seenOrder: () => {
      if (seen.dmy && seen.mdy) return "contradictory"
      return seen.dmy ? "dmy" : seen.mdy ? "mdy" : undefined
    },
  }
}

const orderOf = (first: number, second: number): DateOrder | undefined =>
  first > 12 ? "dmy" : second > 12 ? "mdy" : undefined

const hourOf = (hour: number, half: string | undefined): number => {
  if (half === undefined) return hour
  return (hour % 12) + (half === "PM" ? 12 : 0)
}

/** Epoch seconds of a number in seconds, milliseconds, microseconds or nanoseconds; its size tells which. */
const epochOfNumber = (value: number): number | "unknown" => {
  if (!Number.isFinite(value) || value <= 0) return "unknown"
  const divisor = value > 1e17 ? 1e9 : value > 1e14 ? 1e6 : value > 1e11 ? 1e3 : 1
  return Math.floor(value / divisor)
}

const epochReader = (zoneName: string | undefined) => {
  const local = zoneName === undefined ? undefined : localZone(zoneName)
  return (parts: Parts, zoneText: string | undefined, isUtc: boolean): number | UnclearTime => {
    const [year, month, day, hour, minute, second] = parts
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59) return "unknown"
    const asUtc = Date.UTC(year, month - 1, day, hour, minute, second) / 1000
    if (zoneText !== undefined) return asUtc - offsetSeconds(zoneText)
    if (isUtc) return asUtc
    return local === undefined ? "noZone" : local(asUtc)
  }
}

const offsetSeconds = (text: string): number => {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(text)
  if (found === null) return 0
  return (Number(found[2]) * 3600 + Number(found[3] ?? 0) * 60) * (found[1] === "-" ? -1 : 1)
}

/** Turns the seconds of a wall clock into epoch seconds. Offsets are remembered by quarter of an hour. */
const localZone = (zoneName: string) => {
  const place = IANAZone.create(zoneName)
  const offsets = new Map<number, number>()
  return (wall: number): number => {
    const quarter = Math.floor(wall / 900)
    const known = offsets.get(quarter)
    if (known !== undefined) return wall - known
    const guess = wall - place.offset(wall * 1000) * 60
    const offset = place.offset(guess * 1000) * 60
    offsets.set(quarter, offset)
    return wall - offset
  }
}

/** Whether a name such as Europe/Berlin is a time zone. */
export const isTimeZone = (zoneName: string): boolean => IANAZone.isValidZone(zoneName)

const latestSeconds = 2 * 86_400
const earliest = Date.UTC(1990, 0, 1) / 1000

/** Why the time of a record cannot be used, or undefined when it can. */
export const timeFault = (at: number | UnclearTime, now: number): string | undefined => {
  if (at === "noZone") return "has a time without a time zone: say which with --time-zone"
  if (at === "noDateOrder") return "has a date whose day and month may be either way round: say with --date-order"
  if (at === "unknown") return "has a time of a form that is not known"
  if (at > now + latestSeconds) return "has a time in the future"
  return at < earliest ? "has a time before 1990" : undefined
}
