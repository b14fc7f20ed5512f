/** The result as one HTML page that needs nothing from elsewhere. */
import { escaped } from "../../../../shared/parties/channels/letter-html.ts"
import type { DetectResult } from "../detect-log.ts"
import { notCheckedInWords } from "../not-checked.ts"
import type { Walker } from "../walkers/walker.ts"
import type { Names } from "./masking.ts"
import { resultAsData, type WalkerData } from "./result-as-data.ts"
import { walkPicture } from "./walk-picture.ts"

const shownWalkers = 50

const style = `
:root { color-scheme: light dark; --shown: #b3261e; --refused: #5f6368 }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
section { border-top: 1px solid #8885; margin-top: 2rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem } dt { opacity: .7 } dd { margin: 0 }
svg { width: 100%; height: auto; overflow: visible } svg text { font-size: 11px; fill: currentColor }
.axis { stroke: currentColor; fill: none; opacity: .5 } .shown { fill: var(--shown) }
.refused { stroke: var(--refused); fill: none } pre { white-space: pre-wrap }
@media (max-width: 40rem) { svg text { font-size: 18px } }
@media (prefers-color-scheme: dark) { :root { --shown: #f2b8b5; --refused: #bdc1c6 } }`

/** @param names decides whether addresses and references are shown */
export const reportPage = (result: DetectResult, names: Names): string => {
  const body = result.checked
    ? checkedBody(result, names)
    : result.reasons.map((reason) => `<pre>${escaped(notCheckedInWords(reason))}</pre>`).join("")
  return (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Walkers in an access log</title>' +
    '<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" ' +
    `content="default-src 'none'; style-src 'unsafe-inline'"><style>${style}</style></head><body>${body}</body></html>\n`
  )
}

const checkedBody = (result: DetectResult & { readonly checked: true }, names: Names): string => {
  const data = resultAsData(result, names)
  if (!data.checked) return ""
  const { log, walkers, limits } = data
  const title =
    walkers.length === 0 ? "Found nothing" : `Found ${walkers.length === 1 ? "1 walker" : `${walkers.length} walkers`}`
  return [
    `<h1>${title}</h1>`,
    `<p>${log.lookups.toLocaleString("en-US")} lookups by ${log.addresses.toLocaleString("en-US")} addresses, `,
    `${day(log.from)} to ${day(log.until)} UTC. A dot is a lookup that was shown, a cross one that was refused. `,
    "The detector keeps 40 references of each visitor, so its sentences count at most so many.</p>",
    ...walkers.slice(0, shownWalkers).map((walker, index) => section(walker, index, result.walkers[index])),
    walkers.length > shownWalkers ? `<p>And ${walkers.length - shownWalkers} more.</p>` : "",
    limits.length > 0 ? `<section><h2>Not checked or assumed</h2><ul>${limits.map(item).join("")}</ul></section>` : "",
  ].join("")
}

const day = (instant: string): string => instant.slice(0, 16).replace("T", " ")
const item = (text: string): string => `<li>${escaped(text)}</li>`

const section = (data: WalkerData, index: number, walker: Walker | undefined): string => {
  const more = data.networkCount > data.networks.length ? ` and ${data.networkCount - data.networks.length} more` : ""
  const rows = [
    ["Records", `${data.records}, of which ${data.possible ? "up to " : ""}${data.shown} were shown to walkers`],
    ["First", `${day(data.from)} UTC`],
    ["Last", `${day(data.until)} UTC`],
    ["From", `${data.networks.join(", ")}${more}`],
    ["Retailer", data.retailers.join(", ")],
  ]
  const charts = data.charts.map(
    ({ severity, title, explanation }) =>
      `<li>${severity === "notice" ? "Notice: " : ""}<strong>${escaped(title)}.</strong> ${escaped(explanation)}</li>`,
  )
  return [
    `<section><h2>Walker ${index + 1}</h2>`,
    walker === undefined ? "" : walkPicture(walker),
    `<dl>${rows.map(([name = "", value = ""]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`).join("")}</dl>`,
    `<ul>${charts.join("")}</ul></section>`,
  ].join("")
}
