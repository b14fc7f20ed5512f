import type { Browser, Locator, Page } from "playwright-core"
import english from "../../console/messages/en.json" with { type: "json" }
import french from "../../console/messages/fr.json" with { type: "json" }
import type { ConsoleWorld } from "./console-world.ts"
import { type Visit, type Visitor, visit } from "./open-browser.ts"
import { describeForReader } from "./page-checks.ts"

/** The languages of the console, by what a browser asks for. */
export const consoleLanguages = [
  { language: "en-CA", lang: "en", words: english },
  { language: "fr-CA", lang: "fr", words: french },
] as const

export type ConsoleLanguage = (typeof consoleLanguages)[number]
export type ConsoleWords = typeof english

/** A page of the console. Each is checked in both languages, and described as a screen reader is given it. */
export type ConsolePage = {
  readonly name: string
  /** The address. `:case` stands for the alias of the retailer's case, and `:receipt` for an erasure's receipt. */
  readonly address: string
  /** What an officer does or waits for there before anybody looks at it. */
  readonly prepare?: (page: Page, words: ConsoleWords) => Promise<void>
  /** What axe cannot judge there, which another test looks at. */
  readonly unjudged?: RegExp
  /** Parts lie over the page or move there on purpose, which another test looks at. */
  readonly isCheckedElsewhere?: true
}

/** What axe cannot judge of pictures, and of rows that the frame of the table cuts. */
export const unjudgedInPictures = /^color-contrast: <(text|time|span aria-hidden|th scope="row"|td)/

/** All pages behind the sign-in. */
export const consolePages: readonly ConsolePage[] = [
  {
    name: "cases",
    address: "/desk/cases",
    prepare: (page) => page.locator("tbody tr").first().waitFor(),
  },
  { name: "overview", address: "/desk/cases/:case" },
  {
    name: "exposures",
    address: "/desk/cases/:case/exposures",
    prepare: async (page) => {
      // The pictures and the rows come after their texts.
      await page.locator("figure circle").nth(3).waitFor()
      await page.getByRole("rowheader").first().waitFor()
    },
    unjudged: unjudgedInPictures,
    isCheckedElsewhere: true,
  },
  {
    name: "facts",
    address: "/desk/cases/:case/facts",
    // Which facts a document waits for is read after the facts, and nothing stands in its place.
    prepare: (page, words) => page.getByText(words["measures.preventionAwaited"]).waitFor(),
  },
  {
    name: "documents",
    address: "/desk/cases/:case/documents",
    prepare: async (page, words) => {
      await page.getByRole("button", { name: words["mailMerge.open"] }).click()
      await page.getByLabel(words["mailMerge.shop.choose"]).waitFor()
      await page.getByRole("heading", { level: 1 }).focus()
    },
  },
  { name: "duties", address: "/desk/cases/:case/duties" },
  {
    name: "record",
    address: "/desk/cases/:case/record",
    // The page then says which columns the log has, and what is wrong with them.
    prepare: async (page, words) => {
      const buffer = Buffer.from("time,ip\n2026-11-01T14:00:09Z,v1\n")
      const log = { name: "log.csv", mimeType: "text/csv", buffer }
      await page.getByLabel(words["ownLog.file.choose"]).setInputFiles(log)
      await page.getByText(words["ownLog.faults"]).waitFor()
      await page.getByRole("heading", { level: 1 }).focus()
    },
  },
  { name: "restrictions", address: "/desk/restrictions" },
  { name: "report", address: "/desk/report" },
  {
    name: "lookups",
    address: "/desk/lookups",
    prepare: async (page, words) => {
      await page.getByRole("textbox", { name: words["lookups.id.retailer"] }).fill("s1")
      await page.getByRole("button", { name: words["lookups.search"] }).click()
      await page.getByRole("article").first().waitFor()
      await page.getByRole("heading", { level: 1 }).focus()
    },
  },
  { name: "erasures", address: "/desk/erasures" },
  { name: "erasure", address: "/desk/erasures/:receipt" },
  { name: "webhook", address: "/desk/webhook" },
  {
    name: "settings",
    address: "/desk/settings",
    // The browser is asked first whether it has a key.
    prepare: (page, words) => page.getByRole("button", { name: words["settings.officerKey.make"] }).waitFor(),
  },
  { name: "nowhere", address: "/desk/nowhere" },
]

/** Forms over a page: the page, and the words of the button that opens each. */
export const consoleDialogs = [
  { page: "duties", button: "duties.operation.discharge" },
  { page: "duties", button: "duties.operation.assessNotOwed" },
  { page: "duties", button: "duties.operation.decline" },
  { page: "facts", button: "measures.attest" },
  { page: "duties", button: "duties.recordAll" },
  { page: "erasures", button: "erasures.askButton" },
  { page: "webhook", button: "webhook.recover" },
  { page: "webhook", button: "webhook.resend" },
  { page: "settings", button: "settings.webhook.verify" },
  { page: "settings", button: "settings.reader.add" },
  { page: "settings", button: "settings.carrier.add" },
  { page: "settings", button: "settings.authority.add" },
  { page: "settings", button: "settings.change" },
] as const satisfies readonly { page: string; button: keyof ConsoleWords }[]

/** Goes to an address of the console, until all that the page loads is there. */
export async function openPage(page: Page, hub: ConsoleWorld, address: string): Promise<void> {
  const path = address
    .replace(":case", hub.alias("leafline"))
    .replace(":receipt", hub.affairs.receiptId("leafline", "s3"))
  await page.goto(`${hub.server.origin}${path}`)
  await page.getByRole("heading", { level: 1 }).waitFor()
  await waitUntilLoaded(page)
}

/** Waits until nothing of the open page, or of a form over it, is still being loaded. */
export async function waitUntilLoaded(page: Page): Promise<void> {
  while ((await page.locator(".loading").count()) > 0) await page.waitForTimeout(50)
}

/**
 * What a screen reader is given of an open page. Times and hashes, which are different each time, are fixed words.
 * Parts in another language than the page are listed.
 */
export async function describePage(page: Page): Promise<string> {
  const parts = await page
    .locator("body [lang]")
    .evaluateAll((elements) => elements.map((element) => `${element.lang}: ${element.textContent}`))
  return `${steady(await describeForReader(page))}\n${parts.map((part) => `part in ${part}\n`).join("")}`
}

/** The text with fixed words in place of what is different each time, or in each world. */
export const steady = (text: string): string =>
  text
    .replaceAll(/WS-[0-9A-Z]{10}/g, "(case)")
    .replaceAll(/\b[0-9a-f]{64}\b/g, "(hash)")
    .replaceAll(/duty-[\w-]{22}/g, "(duty)")
    .replaceAll(/(?<![\w-])(?=[a-z_-]*[\dA-Z])[\w-]{22}(?![\w-])/g, "(id)")
    .replaceAll(/\d{1,2}(:|\sh\s)\d\d(:\d\d)?(\.\d{3})?|(?<=\sà\s)\d{1,2}\sh\b/g, "(time)")

/** The description without the parts that the page has in common with one before: each has one line in their place. */
export function withoutRepeated(description: string, known: Map<string, string>, name: string): string {
  const part = /^( *)- (?:banner|navigation "[^"]+"):\n(?:\1 .*\n)+/gm
  return description.replaceAll(part, (whole: string, indent: string) => {
    const before = known.get(whole)
    known.set(whole, before ?? name)
    return before === undefined ? whole : `${indent}- (as on ${before}) ${whole.trim().split("\n")[0]?.slice(2)}\n`
  })
}

/** Comes to a page of the console, signed in as a person. */
export async function comeAs(
  browser: Browser,
  hub: ConsoleWorld,
  userId: string,
  { path = "/desk/cases", ...visitor }: Visitor & { readonly path?: string } = {},
): Promise<Visit> {
  const came = await visit(browser, visitor)
  const query = new URLSearchParams({ user: userId, return: path })
  await came.page.goto(`${hub.server.origin}/desk/signed-in?${query}`)
  await came.page.getByRole("banner").waitFor()
  return came
}

/** Lets time pass for the hub, and for pages with a clock of their own in which nobody does anything meanwhile. */
export async function passSeconds(hub: ConsoleWorld, seconds: number, ...pages: readonly Page[]): Promise<void> {
  hub.world.passSeconds(seconds)
  for (const page of pages) await page.clock.fastForward(seconds * 1_000)
}

/** The path of a page of the case as a party knows it. */
export const casePath = (hub: ConsoleWorld, partyId: string, page = ""): string =>
  `/desk/cases/${hub.alias(partyId)}${page === "" ? "" : `/${page}`}`

/** Chooses a radio button or a check box. A click on the words does it, as the control itself is drawn. */
export async function choose(within: Page | Locator, name: string): Promise<void> {
  await within.locator("label.option", { hasText: name }).first().click()
}

/** The group of radio buttons or check boxes with this name. */
export const groupNamed = (within: Page | Locator, name: string): Locator =>
  within.getByRole("radiogroup", { name }).or(within.getByRole("group", { name }))

/** Goes to another page of the case with its navigation. */
export async function goTo(page: Page, words: ConsoleWords, title: string): Promise<void> {
  await page.getByRole("navigation", { name: words["case.pages"] }).getByRole("link", { name: title }).click()
  await page.getByRole("heading", { level: 1, name: title }).waitFor()
}

/** What the focus is on, for a screen reader: such as `button "Sign out"`. */
export async function focused(page: Page): Promise<string> {
  const focus = page.locator(":focus")
  if ((await focus.count()) === 0) return "nothing"
  return ((await focus.ariaSnapshot()).split("\n")[0] ?? "").replace(/^- /, "").replace(/:$/, "")
}

/** Presses the Tab key until the focus is on what is looked for: the beginning of its role and name. */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  const passed: string[] = []
  for (let stops = 0; stops < 120; stops += 1) {
    await page.keyboard.press("Tab")
    const focus = await focused(page)
    if (focus.startsWith(wanted)) return
    passed.push(focus)
  }
  throw new Error(`The Tab key does not come to ${wanted}, but to ${passed.join(", ")}`)
}

export const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element === element.ownerDocument.activeElement)
