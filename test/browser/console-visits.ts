import type { Browser, Locator, Page } from "playwright-core"
import english from "../../console/messages/en.json" with { type: "json" }
import french from "../../console/messages/fr.json" with { type: "json" }
import type { ConsoleWorld } from "./console-world.ts"
import { type Visit, type Visitor, visit } from "./open-browser.ts"

/** The languages of the console, by what a browser asks for. */
export const consoleLanguages = [
  { language: "en-CA", lang: "en", words: english },
  { language: "fr-CA", lang: "fr", words: french },
] as const

export type ConsoleWords = typeof english

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
